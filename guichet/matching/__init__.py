"""Which options of a question a citizen's own words mean. Pure: it knows no sheet and no conversation."""

from guichet.matching.narrowing import denies, leaves_unnamed, narrow, papers, place_in_list

__all__ = ["denies", "leaves_unnamed", "narrow", "papers", "place_in_list"]
