# Words of the domain: accuracy, status, agreement, units, claims, fields.
accuracy-unknown = accuracy not known
accuracy-unknown-short = not known
accuracy-unknown-long = Nobody has stated how accurate these data are.
accuracy-schematic = schematic
accuracy-schematic-short = schematic
accuracy-schematic-long = Schematic: drawn for illustration, no legal value.
accuracy-indicative = indicative
accuracy-indicative-short = indicative
accuracy-indicative-long = Indicative: a real, published limit, but not legally exact.
accuracy-digitised = digitised
accuracy-digitised-short = digitised
accuracy-digitised-long = Traced from an official drawing.
accuracy-surveyed = surveyed
accuracy-surveyed-short = surveyed
accuracy-surveyed-long = Measured in the field.

plan-status-approved = approved
plan-status-decision-unknown = decision not known
plan-status-not-published = not published
plan-status-draft = in preparation
plan-status-superseded = superseded

agreement-agree = plans agree
agreement-agree-long = The plans agree here, according to the table of conforming classes.
agreement-conditional = plans agree with conditions
agreement-conditional-long = The plans agree here under the conditions given in the table.
agreement-conflict = plans conflict
agreement-conflict-long = The classes of the plans conflict here, according to the table.
agreement-unmapped = not compared
agreement-unmapped-long = The table does not list this pair of classes; nothing is assumed.
agreement-single = one plan
agreement-single-long = Only one plan covers this place.
agreement-none = no plan
agreement-none-long = No plan covers this place.

unit-kind-ward = Ward
unit-kind-commune = Commune
unit-kind-township = Township
unit-title-ward = { $name } ward
unit-title-commune = { $name } commune
unit-title-township = { $name } township
unit-new = { $name } (new)
unit-old = { $name } (old)

not-stated = not stated
confidence-a = Confidence A: official text or government site
confidence-b = Confidence B: reputable press, two independent sources that agree, or reproducible
confidence-c = Confidence C: one secondary source
confidence-d = Confidence D: inference

severity-error = error
severity-warning = warning
severity-note = note

# Units of claims.
unit-ha = ha
unit-m = m
unit-m2 = m²
unit-people = people
unit-bn-vnd = bn VND
unit-passengers-per-year = passengers per year

# What claims are about.
claim-area = Area
claim-area-increase = Increase in area
claim-aerodrome-class = Aerodrome class
claim-aerodrome-codes = Aerodrome codes
claim-capacity = Capacity
claim-capital = Capital
claim-elevation = Elevation
claim-investor = Investor
claim-limits = Boundaries
claim-location = Location
claim-mention = Mentioned in
claim-operation = Operation
claim-phases = Phases
claim-population = Population
claim-runway = Runway
claim-runway-length = Runway length
claim-state = Current state
claim-use = Use

# Fields of the bundled layers.
field-area-m2 = Area on file (m²)
field-class = Land-use class
field-code = Code
field-density-pct = Building density (%)
field-floor-area-ratio = Floor-area ratio
field-id = Site code
field-key = Unit code
field-kind = Kind
field-lot = Lot code
field-name = Name
field-part = Part
field-phase = Phase
field-population = Population
field-rank = Importance
field-storeys-max = Storeys, maximum
field-storeys-min = Storeys, minimum
field-zone = Zone
value-phase-first = first phase
value-phase-long = long term
value-part-limit = limit
value-part-marker = marker
value-part-reference = reference point
value-part-runway = runway

system-axis-north = { $letter } (north)
system-axis-east = { $letter } (east)
system-axis-means-north = { $letter } = north
system-axis-means-east = { $letter } = east
system-described = { $system }: { $first }, { $second }

field-name-en = Name in English
field-object-code = Object code
field-plan-code = Plan information code
field-plan-file = Plan file code
field-note = Note
field-area = Area on file
field-area-ha = Area on file (ha)
field-storeys = Storeys
field-owner = Land user
field-map-sheet = Map sheet
field-parcel = Parcel
field-width = Width
field-length = Length
field-year = Year
field-description = Description
field-state = Status
