# Words of the meeting: presenter, audience, minutes, slides.
meeting-title = Presentation
meeting-start = Present
meeting-start-long = Present in full screen (F5)
meeting-leave = Leave (Esc)
meeting-audience-title = planmap – audience
meeting-picture = Presented map
meeting-card = Site card
meeting-reveal-locator = Location
meeting-reveal-site = Site
meeting-reveal-plans = Plans
meeting-reveal-conflicts = Conflicts
meeting-reveal-figures = Figures
meeting-press-only = press mention only
meeting-units = { $new } · before 1 July 2025: { $old }
meeting-phases = { $count ->
    [one] phase
   *[other] phases
  }
meeting-drawn-area = Area as drawn on the map
meeting-touches = adjacent
meeting-from-marker = Measured from the marker; the boundary of the site is not known.
meeting-more-classes = { $count ->
    [one] 1 other class
   *[other] { $count } other classes
  }
meeting-more-conflicts = { $count ->
    [one] and 1 smaller conflict
   *[other] and { $count } smaller conflicts
  }
meeting-conflict = { $plan }: { $zoning } on { $general } of the general plan
meeting-sources = Sources: { $sources }
meeting-previous = Back one step (PageUp)
meeting-next = Forward one step (PageDown)
meeting-previous-stop = Previous site (P)
meeting-next-stop = Next site (N)
meeting-stop = { $number }. { $name }
meeting-laser = Laser pointer (L)
meeting-spotlight = Spotlight (S)
meeting-pen = Quick pen (D)
meeting-minute-pin = Pin a remark (M)
meeting-blank = Blank screen (B)
meeting-blank-on = The screen is blank – press B to bring it back
meeting-freeze = Freeze (F)
meeting-frozen = Frozen
meeting-audience-frozen = The audience sees the frozen picture
meeting-audience-blank = The audience’s screen is blank
meeting-following = Following
meeting-audience = Audience window (A)
meeting-keep-ink = Keep strokes
meeting-clear-ink = Clear strokes
meeting-ink-notes = Turn strokes into annotations
meeting-desk = Presenter view
meeting-steps = Steps
meeting-notes = Speaker notes
meeting-notes-none = No notes yet.
meeting-next-up = Next
meeting-next-end = End of the list
meeting-clock = Time: { $time }
meeting-elapsed = Elapsed: { $time }
meeting-reset-clock = Reset the clock
meeting-step-up = Move up: { $name }
meeting-step-down = Move down: { $name }
meeting-step-hide = Skip: { $name }
meeting-step-show = Do not skip: { $name }
meeting-step-remove = Remove: { $name }
meeting-step-lost = { $name } (no longer in the catalogue)
meeting-step-title = Title of the step
meeting-view-title = Title of the new view
meeting-add-view = Add this view
meeting-view-name = View { $number }
meeting-defaults = Default list
meeting-file = File
meeting-save = Save the list
meeting-open = Open a list
meeting-slides = Export slides as PDF
meeting-writing = Writing…
meeting-cancel = Cancel export
meeting-unsaved = not saved
meeting-cli-slides = { $count ->
    [one] 1 slide
   *[other] { $count } slides
  }
minutes-title = Minutes
minutes-add = Add a remark
minutes-text = What was said
minutes-speaker = Who said it
minutes-none = No remarks yet.
minutes-no-stop = Outside the list
minutes-remove = Delete remark { $number }
minutes-go = Go to remark { $number }
minutes-export = Export the minutes
minutes-at-pin = at the pinned place
minutes-head-number = No.
minutes-head-time = Time
minutes-head-stop = Site
minutes-head-speaker = Speaker
minutes-head-text = Remark
minutes-head-lat = Latitude
minutes-head-lon = Longitude
notice-meeting-damaged = The list of steps { $path } cannot be read: { $reason }. The file has not been changed.
notice-meeting-lost = The list of steps names sites that are no longer in the catalogue: { $sites }
notice-meeting-ink = { $count } strokes were turned into annotations.
