//! What a reader makes of odd files: a feature loses at most the part that is wrong.
