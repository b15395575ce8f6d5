"""Wrong venues: a module or folder a chapter, each venue wrong in one clause of it."""
