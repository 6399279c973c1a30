package dev.slicebench.conformance.history.check;

/**
 * What a history must satisfy, derived from the promises of {@code EventStore}: a sentence for each
 * of the checker's questions, and the anomaly that names its violation. {@code
 * conformance/HISTORIES.md} is made of them, and says what the words mean.
 */
public enum Sentence {
  STANDS_WHOLE(
      "1.1",
      Anomaly.TORN_BATCH,
      "Its events stand adjacent and in order, all of them, with no other append's between."),
  STANDS_AT_ONE_PLACE(
      "1.2",
      Anomaly.TORN_BATCH,
      "Loads that show different events of it show them as far apart as they were sent.",
      true),
  STANDS_ONCE(
      "1.3",
      Anomaly.DUPLICATE,
      "It stands at one place; at two only if two of its sendings may each have put it there.",
      true),
  STANDS_WHERE_EXPECTED(
      "1.4",
      Anomaly.MISPLACED_APPEND,
      "It stands where one of its sendings that may be stored expected to put it: right behind the"
          + " exact version; at 1 for no stream; not at 1 for an existing stream.",
      true),
  STANDS_BEHIND_WHAT_WAS_TOLD(
      "1.5",
      Anomaly.REORDER,
      "It stands behind what was told ok or loaded before it was sent.",
      true),
  STAYS(
      "1.6",
      Anomaly.ABORTED_READ,
      "What was loaded of it is in every later load that has room for it, though it was never told"
          + " ok."),

  OK_AS_EXPECTED(
      "2.1",
      Anomaly.WRONG_VERSION,
      "b is what it expected: the exact version; 0 for no stream; for an existing stream 1 or more,"
          + " unless it is a repeat; for any version 0 or more."),
  OK_IN_REACH(
      "2.2",
      Anomaly.WRONG_VERSION,
      "By then enough had been sent that may be stored to fill every version up to v.",
      true),
  OK_WHERE_IT_STANDS(
      "2.3",
      Anomaly.WRONG_VERSION,
      "Loads show its events at b + 1 to v, and another sending that is told ok is told v.",
      true),
  OK_IS_STORED(
      "2.4",
      Anomaly.LOST_APPEND,
      "If a load that begins later has room for its events, some load shows them; and none shows"
          + " others at their versions."),
  OK_STAYS(
      "2.5",
      Anomaly.VANISHED_EVENT,
      "Once loaded, its events are in every later load that has room for them."),
  OK_ALONE(
      "2.6",
      Anomaly.TWO_APPENDS_AT_ONE_VERSION,
      "No other append is told ok at one of the versions b + 1 to v."),
  OK_CREATED(
      "2.7", Anomaly.WRONG_FLAG, "It is told that it created the stream if b is 0, and only then."),
  OK_REPEAT(
      "2.8",
      Anomaly.WRONG_FLAG,
      "It is told that it is a repeat if version b + 1 had been told before it was sent; and of all"
          + " its sendings told v, one at most is told that it is none."),

  CONFLICT_NOT_WITH_ANY(
      "3.1", Anomaly.FALSE_CONFLICT, "It did not expect any version: every version meets that."),
  CONFLICT_NOT_WITH_EXISTING(
      "3.2",
      Anomaly.FALSE_CONFLICT,
      "If it expected an existing stream, no version had been told before it was sent."),
  CONFLICT_HAS_A_CAUSE(
      "3.3",
      Anomaly.FALSE_CONFLICT,
      "If it expected version n (0 for no stream), and n is the highest version told before it was"
          + " sent, then another append stands at n + 1, or may, that was sent before the conflict"
          + " was told.",
      true),
  CONFLICT_NOT_WITH_ITSELF(
      "3.4",
      Anomaly.FALSE_CONFLICT,
      "Its own events do not stand right behind the version that it expected, if that had been told"
          + " before it was sent, or a is higher: that is a repeat."),
  ACTUAL_IS_NOT_EXPECTED("3.5", Anomaly.WRONG_ACTUAL, "a is 0 or more, and not what it expected."),
  ACTUAL_IN_REACH(
      "3.6",
      Anomaly.WRONG_ACTUAL,
      "By then enough had been sent that may be stored to fill every version up to a, and whatever"
          + " stands there had been sent.",
      true),
  ACTUAL_ENDS_AN_APPEND("3.7", Anomaly.WRONG_ACTUAL, "a is not in the midst of an append."),
  ACTUAL_STAYS(
      "3.8",
      Anomaly.WRONG_ACTUAL,
      "No load or head that begins later ends before a, where nothing is known to stand."),

  REFUSED_IS_NOT_STORED(
      "4.1",
      Anomaly.PHANTOM_APPEND,
      "Its events are never loaded, unless they were sent again by an append that may be stored, by"
          + " then.",
      true),

  EMPTY_AS_EXPECTED("5.1", Anomaly.WRONG_VERSION, "v is what it expected."),
  EMPTY_CREATES_NOTHING("5.2", Anomaly.WRONG_FLAG, "It is not told that it created the stream."),

  LOAD_SHOWS_WHAT_WAS_SENT(
      "6.1",
      Anomaly.ALIEN_EVENT,
      "Each event had been sent to this stream, with this payload, before the load ended.",
      true),
  LOAD_IN_RANGE(
      "6.2", Anomaly.WRONG_RANGE, "Each version is in the range, and they are not too many."),
  LOAD_IN_ORDER("6.3", Anomaly.UNORDERED_LOAD, "Versions rise; backwards they fall."),
  LOAD_WITHOUT_GAP(
      "6.4",
      Anomaly.GAP,
      "Versions are adjacent; forwards the first is the lowest of the range, backwards the last is,"
          + " if the load ended ok and was not cut by its count."),
  LOAD_AS_OTHERS(
      "6.5", Anomaly.DIVERGENT_READS, "Each version holds the event that it holds in all loads."),
  LOAD_OF_WHOLE_APPENDS(
      "6.6",
      Anomaly.FRACTURED_READ,
      "It ends with an append's last event, unless its range or count ends there."),
  LOAD_SHOWS_WHAT_WAS_TOLD(
      "6.7",
      Anomaly.STALE_READ,
      "It reaches, as far as its range does, every version that was told before it began."),
  LOAD_SHOWS_WHAT_WAS_LOADED(
      "6.8",
      Anomaly.NON_MONOTONIC_READ,
      "It reaches, as far as its range does, every version that was loaded before it began."),
  LOAD_IN_REACH(
      "6.9",
      Anomaly.HEAD_BEYOND_EVENTS,
      "By then enough had been sent that may be stored to fill every version up to its highest.",
      true),

  HEAD_SHOWS_WHAT_WAS_TOLD(
      "7.1",
      Anomaly.STALE_READ,
      "It is no lower than a version that an append was told, with ok or conflict, before it was"
          + " asked for."),
  HEAD_SHOWS_WHAT_WAS_LOADED(
      "7.2",
      Anomaly.NON_MONOTONIC_HEAD,
      "It is no lower than a version that was loaded, or told as head, before it was asked for."),
  HEAD_IN_REACH(
      "7.3",
      Anomaly.HEAD_BEYOND_EVENTS,
      "It is 0 or more; by then enough had been sent that may be stored to fill every version up to"
          + " it, and whatever stands there had been sent.",
      true),
  HEAD_STAYS(
      "7.4",
      Anomaly.HEAD_BEYOND_EVENTS,
      "No load that begins later ends before it, where nothing is known to stand."),
  HEAD_ENDS_AN_APPEND("7.5", Anomaly.FRACTURED_READ, "It is not in the midst of an append."),

  REST_READABLE(
      "8.1",
      Anomaly.UNREADABLE,
      "Of three loads in a row one ends ok, or fails because the store is out of reach."),
  REST_APPENDABLE(
      "8.2",
      Anomaly.WEDGED,
      "Of ten appends in a row that expect the version told last, one is told ok; not counting one"
          + " conflict for each outcome that is unknown until then, nor what the store was not reached"
          + " for, or has to refuse.",
      true);

  private final String number;
  private final Anomaly anomaly;
  private final String text;
  private final boolean needsAllOperations;

  Sentence(String number, Anomaly anomaly, String text) {
    this(number, anomaly, text, false);
  }

  Sentence(String number, Anomaly anomaly, String text, boolean needsAllOperations) {
    this.number = number;
    this.anomaly = anomaly;
    this.text = text;
    this.needsAllOperations = needsAllOperations;
  }

  /** Returns its number: that of what it is about, and its own. */
  public String number() {
    return number;
  }

  /** Returns what a violation of it is called. */
  public Anomaly anomaly() {
    return anomaly;
  }

  /** Returns it in words. */
  public String text() {
    return text;
  }

  /** Returns whether an operation that is missing from the history could explain a violation. */
  public boolean needsAllOperations() {
    return needsAllOperations;
  }
}
