"""Are the editors' sheets still true? What they rely on, compared with the official feed of today."""
