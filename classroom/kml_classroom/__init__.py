"""What authors, instructors and the builders of the site need beside kml: more commands of `kml`, which `cli` has.

`author` makes the notebooks from their sources, `publish` the static site, `grade` the grades of what is handed in.
"""
