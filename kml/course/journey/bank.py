"""Short questions from the lessons, to be asked again on a later day: what one should still know then."""

from dataclasses import dataclass

from kml.core.words import N_


@dataclass(frozen=True)
class Question:
    """A question with three answers; `right` is the place of the right one, `why` one sentence.

    All texts are declared, and said when they are shown.
    """

    id: str
    text: str
    answers: tuple[str, ...]
    right: int
    why: str

    @property
    def lesson(self):
        """The number of the lesson that it is from."""
        return self.id[:2]


QUESTIONS = (
    # ── 00 ──
    Question(
        "00.q1",
        N_("The CPM doubles and the fill rate halves. What becomes of the ad income?"),
        (N_("It stays the same"), N_("It doubles"), N_("It halves")),
        0,
        N_("The three numbers act as one product: only the product counts."),
    ),
    Question(
        "00.q2",
        N_("CPM 20 yuan, an ad on every fourth view, half for you. What do 1,000 views pay?"),
        (N_("2.50 yuan"), N_("10 yuan"), N_("20 yuan")),
        0,
        N_("1,000 views carry 250 ads; 250 ads at 20 yuan for a thousand are 5 yuan, and half of it is yours."),
    ),
    Question(
        "00.q3",
        N_("What does a check that says “not attempted” most likely mean?"),
        (N_("The function still returns nothing"), N_("The answer is wrong"), N_("The notebook is broken")),
        0,
        N_("The line `pass  # your code here` is still there, or the cell was not run again."),
    ),
    # ── 01 ──
    Question(
        "01.q1",
        N_("A 10-second video has a mean watch ratio of 1.1. Did most viewers finish it?"),
        (N_("Yes, it is above 1"), N_("Not necessarily"), N_("No, nobody did")),
        1,
        N_("A few who watched it several times lift a mean above 1: look at complete plays."),
    ),
    Question(
        "01.q2",
        N_("A page shows an engagement rate of 20% without saying more. What do you ask for first?"),
        (N_("The denominator"), N_("The number of followers"), N_("The app's version")),
        0,
        N_("A rate is a numerator and a denominator: the same likes may be 2% of exposures and 20% of long views."),
    ),
    Question(
        "01.q3",
        N_("What is in an exposure log?"),
        (
            N_("Each video that was shown, with what came of it"),
            N_("Each video of the platform"),
            N_("Each video that was liked"),
        ),
        0,
        N_("A row for each exposure, and nothing about what was not shown."),
    ),
    Question(
        "01.q4",
        N_("One stage of your funnel doubles its share. Which stage raises the income most?"),
        (N_("The first"), N_("The last"), N_("It makes no difference")),
        2,
        N_("A funnel multiplies: twice as much at any stage is twice as much at the end."),
    ),
    # ── 02 ──
    Question(
        "02.q1",
        N_("Nine viewers leave after 2 seconds, one stays for 182. Which constant does the MAE want?"),
        (N_("2 seconds"), N_("20 seconds"), N_("92 seconds")),
        0,
        N_("MAE wants the median, 2 seconds; MSE the mean, 20 seconds, which nobody watched."),
    ),
    Question(
        "02.q2",
        N_("A model has R² = −0.1 on the test rows. What does that say?"),
        (N_("There is a programming mistake"), N_("It does worse than the mean would"), N_("It overfits by 10%")),
        1,
        N_("Below 0 means worse than the mean of the test rows; only above 1 is impossible."),
    ),
    Question(
        "02.q3",
        N_("You predict at the moment of publishing. Which column leaks the future?"),
        (N_("The length of the video"), N_("The followers of that morning"), N_("The final number of likes")),
        2,
        N_("A column may be used if it is known when the prediction is needed: likes come after it."),
    ),
    # ── 03 ──
    Question(
        "03.q1",
        N_("The gradient of the loss points…"),
        (N_("uphill, so we subtract it"), N_("downhill, so we add it"), N_("at the minimum")),
        0,
        N_("It is the direction of steepest rise; a step against it goes down."),
    ),
    Question(
        "03.q2",
        N_("The error falls for three steps, then doubles at every step. What do you change first?"),
        (N_("The number of steps"), N_("The learning rate"), N_("The starting point")),
        1,
        N_("The rate is above 2/L: along the steepest direction every step now overshoots more."),
    ),
    Question(
        "03.q3",
        N_("Why do we standardise columns before we descend?"),
        (N_("The best line becomes another one"), N_("The gradient becomes exact"), N_("The valley becomes rounder")),
        2,
        N_("Units make the valley long and narrow; standardised columns have like curvatures, and steps go further."),
    ),
    # ── 04 ──
    Question(
        "04.q1",
        N_("A training ends at exactly the variance of the target. What has the model learned?"),
        (N_("The mean, and nothing else"), N_("The noise"), N_("Everything there is")),
        0,
        N_("The mean's loss is the variance: look for a column minus a row, which is a table."),
    ),
    Question(
        "04.q2",
        N_("A GPU computes ten times as fast and reads memory no faster. How much faster is a line fitted?"),
        (N_("Ten times"), N_("About three times"), N_("Hardly at all")),
        2,
        N_("It does about one operation for each byte that it reads, so reading sets its pace."),
    ),
    Question(
        "04.q3",
        N_("What must you do before you read the clock on a GPU?"),
        (N_("Synchronise"), N_("Free its memory"), N_("Lower the batch size")),
        0,
        N_("A GPU works on while Python has already gone on: without waiting one measures the launch alone."),
    ),
    # ── 05 ──
    Question(
        "05.q1",
        N_("Your 20-second videos are finished by 25%, your 90-second ones by 11%. Which are better liked?"),
        (N_("The short ones"), N_("The long ones"), N_("One cannot tell from this")),
        2,
        N_("Completion falls with length by itself: compare with videos of the same length."),
    ),
    Question(
        "05.q2",
        N_("A viewer finished a 30-second video. What is known of how long they wanted to watch?"),
        (N_("Exactly 30 seconds"), N_("At least 30 seconds"), N_("At most 30 seconds")),
        1,
        N_("The video was over before the interest was: a finished view is a lower bound."),
    ),
    Question(
        "05.q3",
        N_("What does XAUC judge in a prediction?"),
        (N_("The order of any two views"), N_("The mean error in seconds"), N_("The share of finished views")),
        0,
        N_("It is the share of pairs in the right order; a model with wrong seconds can have a good one."),
    ),
    # ── 06 ──
    Question(
        "06.q1",
        N_("Your recommender has a better recall on the old one's log. Is it better for viewers?"),
        (N_("Yes, that is what recall says"), N_("That is not shown"), N_("No, it is worse")),
        1,
        N_("It agrees more with what was shown; what viewers prefer needs random exposure or an experiment."),
    ),
    Question(
        "06.q2",
        N_("Why has a new video no learned factors?"),
        (N_("Nobody has watched it yet"), N_("It has no title"), N_("It is too short")),
        0,
        N_("Factors are learned from views; until there are some, tags, titles and a topic graph must do."),
    ),
    Question(
        "06.q3",
        N_("Why is a log of views split by time and not at random?"),
        (N_("It is faster"), N_("Nobody can learn from tomorrow"), N_("The halves become equal")),
        1,
        N_("With a random split the training rows hold other views of the same evening, which nobody has in time."),
    ),
    # ── 07 ──
    Question(
        "07.q1",
        N_("All videos are equally good, and a feed ranks by plays so far. What happens?"),
        (N_("Plays become equal"), N_("The first day's luck makes stars"), N_("The feed stops")),
        1,
        N_("What is shown gains plays and so is shown again: luck becomes rank."),
    ),
    Question(
        "07.q2",
        N_("A platform stops exploring, and watch time rises the same evening. What does that prove?"),
        (N_("Exploring was a mistake"), N_("Nothing about the weeks to come"), N_("The feed has become better")),
        1,
        N_("It is the price of exploring, refunded; what it bought, knowledge of the unseen, runs out later."),
    ),
    Question(
        "07.q3",
        N_("When can weights repair a log that another feed wrote?"),
        (
            N_("Where the old feed's chances are known and not 0"),
            N_("Whenever the log is long enough"),
            N_("Only if both feeds are alike"),
        ),
        0,
        N_("A row counts new chance divided by old chance: what could never be shown cannot be weighted."),
    ),
    # ── 08 ──
    Question(
        "08.q1",
        N_("The app store's part falls from 30% to 15%. By how much does your income from gifts in the app rise?"),
        (N_("By 15%"), N_("By 21%"), N_("By 50%")),
        1,
        N_("Cuts multiply: 0.85 in the place of 0.70 is 21% more, whatever the others take."),
    ),
    Question(
        "08.q2",
        N_("Twice as many people may buy your course, with the same budgets. What becomes of the best price?"),
        (N_("It doubles"), N_("It halves"), N_("It stays the same")),
        2,
        N_("More buyers raise the profit at every price alike; they only make the best one surer."),
    ),
    Question(
        "08.q3",
        N_("“The top 1,000 creators have a Gini of 0.45, so creators earn fairly equally.” What is wrong?"),
        (N_("The Gini must be above 1"), N_("The sample was cut at the top"), N_("Nothing")),
        1,
        N_("Who earns little is not in the list: with all creators the Gini of the same incomes is far larger."),
    ),
    # ── 09 ──
    Question(
        "09.q1",
        N_("A test of two weeks has p = 0.04 on day 6. May you stop it as won?"),
        (N_("Yes, it is below 0.05"), N_("No, unless its interval is valid at every look"), N_("Only on a Sunday")),
        1,
        N_("The usual p is promised for the last day; who stops at the first good evening is often fooled."),
    ),
    Question(
        "09.q2",
        N_("You want to find an effect half as large. How many more viewers does the test need?"),
        (N_("Twice as many"), N_("Four times as many"), N_("Half as many")),
        1,
        N_("The number grows with the square of noise over effect."),
    ),
    Question(
        "09.q3",
        N_("A thousand views by two hundred people: how many entries has the test?"),
        (N_("A thousand"), N_("Two hundred"), N_("Five")),
        1,
        N_("Views of one person are alike, so rows are not people: count each person once."),
    ),
    Question(
        "09.q4",
        N_("Half of your videos get a new opening and win views against the other half. What may be wrong?"),
        (N_("They may have taken them from each other"), N_("The halves are too equal"), N_("Nothing")),
        0,
        N_("Videos in one feed compete: test by whole days or feeds."),
    ),
    # ── 10 ──
    Question(
        "10.q1",
        N_("A sorted list shows A just above B, who is 4% less relevant. What does B lose?"),
        (N_("About 4% of the attention"), N_("Much more than 4%"), N_("Nothing")),
        1,
        N_("Attention falls with the place and not with relevance: a hair behind is far below."),
    ),
    Question(
        "10.q2",
        N_("One video in a hundred is harmful, and a judge is right 99 times in a hundred. Of those removed…"),
        (N_("about half are innocent"), N_("one in a hundred is innocent"), N_("none is innocent")),
        0,
        N_("Of 10,000 videos 99 harmful ones and 99 harmless ones are removed: what is rare is outnumbered by errors."),
    ),
    Question(
        "10.q3",
        N_("Half a per cent of the copyright claims are disputed. What does that say about the others?"),
        (N_("They are right"), N_("Nothing: nobody has looked"), N_("They are wrong")),
        1,
        N_("Disputes give a lower limit of the errors: who does not appeal is only counted as guilty."),
    ),
)
