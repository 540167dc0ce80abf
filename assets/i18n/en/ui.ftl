# ui
app-name = planmap
