//! One reading of an area: what is drawn, hit and measured is one ground.
