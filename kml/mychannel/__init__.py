"""Your own channel: what platforms let creators export of it, read, and set beside the course's simulated numbers.

    channel = mychannel.read("Table data.csv")   of YouTube, Bilibili, Douyin, TikTok and others
    channel = mychannel.sample()                 a made-up one, for those who have none
    channel.rates(), channel.reach()             with intervals of 95 %

Files are read on this machine and sent nowhere. `formats` says which are understood and how surely, `template` writes a
table to fill in for any other platform.
"""

from kml.mychannel.channel import PRIOR_EVENTS, Channel
from kml.mychannel.layouts import formats
from kml.mychannel.made_up import sample, template
from kml.mychannel.reading import read

__all__ = ["PRIOR_EVENTS", "Channel", "formats", "read", "sample", "template"]
