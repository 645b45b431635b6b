"""What authors, instructors and the builders of the site need beside kml: the command `kml`, which `cli` is.

`author` makes the notebooks from their sources, `publish` the static site, `grade` the grades of what is handed in.
"""
