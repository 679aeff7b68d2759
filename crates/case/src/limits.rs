//! The limits on a case, in one place. They keep every reader and every answer within stated time
//! and memory; a case beyond one gets an error that names the limit.

/// Bytes in one file.
pub const FILE_BYTES: usize = 8 << 20;
/// Bytes in all files of a case together.
pub const CASE_BYTES: usize = 64 << 20;
/// Bytes in all full tables of a case together.
pub const TABLE_BYTES: usize = 256 << 20;
/// Rows of a full table, one a package.
pub const TABLE_ROWS: usize = 4_000_000;
/// Values in all full tables of a case together, each of 8 or 16 bytes in memory.
pub const TABLE_CELLS: usize = 16_000_000;
/// Files in a case folder that are read.
pub const FILES: usize = 1_000;
/// Levels of maps and lists inside each other.
pub const DEPTH: usize = 32;
/// Scalars, lists and maps in one file.
pub const NODES: usize = 1_000_000;
/// Items in any one list or map of a case.
pub const ITEMS: usize = 100_000;
/// Parties of a case.
pub const PARTIES: usize = 64;
/// Issues of a case.
pub const ISSUES: usize = 256;
/// Options of a ladder or menu, or values of a number issue.
pub const OPTIONS: usize = 1_000;
/// Options of an issue that may be chosen together (`choose: any`): 2^12 - 1 outcomes.
pub const OPTIONS_ANY: usize = 12;
/// Options of an issue that may be chosen in order (`choose: sequence`): 1,956 outcomes.
pub const OPTIONS_SEQUENCE: usize = 6;
/// Characters of an id.
pub const ID_CHARS: usize = 64;
/// Bytes of a rule.
pub const RULE_BYTES: usize = 4_096;
/// Brackets and `not` inside each other in a rule.
pub const RULE_DEPTH: usize = 64;
/// Tests and events looked at, for all rules of a case together, to decide whether each can hold; past
/// this nothing is claimed.
pub const RULE_STEPS: usize = 20_000_000;
/// Actions of a conflict: numbers of its states stay below 2^53.
pub const CONFLICT_ACTIONS: usize = 52;
/// Parties that decide in a conflict.
pub const CONFLICT_PARTIES: usize = 16;
/// Statements of a party on the states of a conflict.
pub const STATEMENTS: usize = 64;
/// Steps of a plan.
pub const PLAN_STEPS: usize = 64;
/// Steps of one stage of a plan.
pub const STAGE_STEPS: usize = 8;
/// Steps that may be taken at once where orders are looked for.
pub const GROUP_STEPS: usize = 4;
/// Rounds of further talks.
pub const ROUNDS: u32 = 1 << 16;
/// Scenarios of a case; each is checked as a case of its own.
pub const SCENARIOS: usize = 256;
/// Pairs of entries of one party on one day that are held against each other; past this no more are called
/// contradictions.
pub const SAME_DAY_PAIRS: usize = 2_000_000;
/// Rows of a file of outcomes, one a group.
pub const OUTCOMES: usize = 10_000;
/// Errors and warnings reported at once; the rest is counted.
pub const DIAGNOSTICS: usize = 200;
