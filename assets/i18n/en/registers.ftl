# The bottom panel, the registers of projects and indicators.
bottom-toggle = Bottom panel
bottom-tab-projects = Projects
bottom-tab-indicators = Indicators
bottom-close = Close the bottom panel
