# The bottom panel, the registers of projects and indicators.
bottom-toggle = Bottom panel
bottom-tab-projects = Projects
bottom-tab-indicators = Indicators
bottom-close = Close the bottom panel
notice-saved = Saved { $path }
notice-save-failed = { $path } could not be saved: { $reason }

# The register of projects.
register-id = ID
register-name = Project
register-site = Site
register-status = Status
register-status-from = Status according to
register-phases = Phases
register-quarter = Q{ $quarter } { $year }
project-status-proposed = proposed
project-status-decided = decided
project-status-investor-approved = investor approved
project-status-under-construction = under construction
project-status-existing = built
project-status-stopped = stopped
project-status-unknown = not known
claim-decision = Decision

roadmap-title = Roadmap
roadmap-today = today
roadmap-nothing = No dates published
roadmap-limit-unknown = Hatched: the exact date is not known, only that it falls within the project period.
roadmap-quarter-short = Q{ $quarter }
projects-none = This catalogue has no projects.
projects-no-place = This project has no place on the map.
projects-count =
    { $count ->
        [one] { $count } project
       *[other] { $count } projects
    }

# Indicators.
register-indicator = Indicator
register-kind = Kind
register-year = Year
register-value = Value
register-document = Document
register-source = Source
register-confidence = Confidence
register-note = Remark
indicator-target = Target
indicator-reached = Achieved
indicator-share = Share of target
indicator-no-share = One of the two figures is missing, or they cannot be compared.
indicator-year = { $year }
indicators-none = This catalogue has no indicators.

table-copy = Copy table
table-copied = Copied
table-save-csv = Save CSV
csv-title = Save the table as a CSV file
csv-path = File path
csv-choose = Choose location…
csv-no-chooser = Nothing was chosen. If the system has no file chooser, type a path.
csv-replace = This file exists and will be replaced.

unit-percent = %
unit-criteria = criteria
