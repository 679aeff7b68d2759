//! What is assumed of further rounds: names, numbers and the calendar. The words for protocols and strategies are
//! those of the analysis that uses them, and are held against its tables where a case is read.

use super::Checker;
use super::names::What;
use crate::diagnostic::Diagnostic;
use crate::draft::{BackChannel, FurtherRounds, Moment};
use crate::limits;
use crate::span::{At, Span};

impl Checker<'_> {
    pub(super) fn further(&mut self) {
        let draft = self.draft;
        let Some(rounds) = &draft.rounds else { return };
        self.source_ids(&rounds.source);
        self.marking(rounds.marking.as_ref());
        self.calendar(rounds);
        let dated = rounds.first.is_some() && rounds.every.is_some();
        if let Some(number) = &rounds.number
            && !(1..=u64::from(limits::ROUNDS)).contains(&number.value)
        {
            let message = format!("`number` is {}", number.value);
            let help = format!("give 1 to {} rounds", limits::ROUNDS);
            self.report(Diagnostic::error("outside-range", number.span, message).help(help));
        }
        for (party, words) in rounds.strategies.iter() {
            self.party_id(party);
            if words.is_empty() && !self.faulted(party.span) {
                let message = format!("`{}` has no strategy", party.value);
                self.report(
                    Diagnostic::error("missing-key", party.span, message)
                        .help("name one, such as `boulware`, or leave the party out"),
                );
            }
        }
        rounds.tracks.iter().for_each(|track| self.track(track, dated));
        for (name, course) in rounds.drivers.iter() {
            if self.find(What::Driver, &name.value, name.span).is_none() {
                continue;
            }
            let driver = draft.drivers.iter().find(|driver| driver.id.value == name.value);
            if driver.is_some_and(|driver| driver.today.is_none() && !self.faulted(driver.here.0)) {
                let message = format!("the driver `{}` moves from `today`, which it does not have", name.value);
                let help = "give the driver its value today: its effects count from there";
                self.report(Diagnostic::error("missing-key", name.span, message).help(help));
            }
            match (&course.drift, course.levels.first()) {
                (Some(drift), Some(_)) => self.report(
                    Diagnostic::error("stray-key", drift.span, "`drift` stands beside `levels`")
                        .help("say either at which levels the driver stands, or by how much it drifts each round"),
                ),
                (None, None) if !self.faulted(course.here.0) => self.report(
                    Diagnostic::error("missing-key", name.span, format!("`{}` is not said to move", name.value))
                        .help("give `drift: [low, high]`, or `levels: [{from: 5, value: 3}]`"),
                ),
                _ => {}
            }
            let moments: Vec<&At<Moment>> = course.levels.iter().map(|level| &level.from).collect();
            moments.iter().for_each(|moment| self.moment(moment, dated));
            for pair in moments.windows(2) {
                self.moments_in_order("a level holds from", pair[0], "the next from", pair[1], false);
            }
        }
        for (name, brought) in rounds.levers.iter() {
            self.find(What::Lever, &name.value, name.span);
            self.span_of_rounds(brought.from.as_ref(), brought.until.as_ref(), dated);
        }
    }

    fn calendar(&mut self, rounds: &FurtherRounds) {
        if let Some(first) = &rounds.first
            && (first.value.first != first.value.last || first.value.about)
        {
            self.report(
                Diagnostic::error("date", first.span, format!("`first: {}` is not one day", first.value))
                    .help(format!("write the day, such as {}", first.value.last)),
            );
        }
        match (&rounds.first, &rounds.every) {
            (Some(only), None) => self.half_a_calendar(only.span, "first", "every", "every: 14 days"),
            (None, Some(only)) => self.half_a_calendar(only.span, "every", "first", "first: 2026-03-01"),
            (Some(_), Some(every)) if every.value.amount.0 <= 0 => self.report(
                Diagnostic::error("outside-range", every.span, format!("rounds are {} apart", every.value))
                    .help("give a time above 0"),
            ),
            _ => {}
        }
    }

    fn half_a_calendar(&mut self, span: Span, there: &str, missing: &str, example: &str) {
        self.report(
            Diagnostic::error("missing-key", span, format!("`{there}` is no calendar without `{missing}`"))
                .help(format!("add `{example}`, or leave `{there}` out")),
        );
    }

    fn track(&mut self, track: &BackChannel, dated: bool) {
        let who = self.party_ids(&track.who);
        self.source_ids(&track.source);
        self.marking(track.marking.as_ref());
        self.span_of_rounds(track.from.as_ref(), track.until.as_ref(), dated);
        let brings = self.party_id(&track.brought_by);
        let faulted = self.faulted(track.here.0);
        if who.len() < 2 && !faulted {
            let message = format!("fewer than two sit in the back channel `{}`", track.id.value);
            self.report(
                Diagnostic::error("missing-key", track.id.span, message).help("name two parties or more after `who`"),
            );
        } else if let Some(brings) = brings
            && !who.contains(&brings)
            && !faulted
        {
            let message = format!("`{}` does not sit in the back channel `{}`", track.brought_by.value, track.id.value);
            let names: Vec<&str> = track.who.iter().map(|party| party.value.as_str()).collect();
            self.report(
                Diagnostic::error("not-in-channel", track.brought_by.span, message)
                    .help(format!("name one of those who do: {}", names.join(", "))),
            );
        }
    }

    fn span_of_rounds(&mut self, from: Option<&At<Moment>>, until: Option<&At<Moment>>, dated: bool) {
        from.into_iter().chain(until).for_each(|moment| self.moment(moment, dated));
        if let (Some(from), Some(until)) = (from, until) {
            self.moments_in_order("`from` is", from, "`until`", until, true);
        }
    }

    /// A day needs a calendar.
    fn moment(&mut self, moment: &At<Moment>, dated: bool) {
        if let (Moment::Day(day), false) = (moment.value, dated) {
            let message = format!("{day} is in no round: the rounds have no calendar");
            self.report(
                Diagnostic::error("no-calendar", moment.span, message)
                    .help("give `first: DAY` and `every: 14 days` under `rounds`, or write a round, such as 12"),
            );
        }
    }

    /// Two rounds, or two days; a round and a day are not compared here.
    fn moments_in_order(&mut self, early: &str, one: &At<Moment>, late: &str, two: &At<Moment>, same: bool) {
        let wrong = match (one.value, two.value) {
            (Moment::Round(one), Moment::Round(two)) => one > two || (one == two && !same),
            (Moment::Day(one), Moment::Day(two)) => one > two || (one == two && !same),
            _ => false,
        };
        if wrong {
            let message = format!("{early} {}, {late} {}", one.value, two.value);
            self.report(
                Diagnostic::error("range-order", two.span, message)
                    .also(one.span, "the first")
                    .help("exchange the two"),
            );
        }
    }
}
