export {
  type Analysis,
  type AnalysisCode,
  type AnalysisInput,
  analyse,
  analysisCodes,
  type CheckPlan,
  type ConstantValue,
  constantsUnder,
  type ExpectedAt,
  type ExpectedVerdict,
  isIgnored,
  type Loaded,
  type Located,
  load,
  lower,
  lowerUnder,
  type PlannedClaim,
  type PlannedSuspect,
  type ProvisosPlan,
  type RunPlan,
} from './analysis/index.ts';
export { type Asking, byNobody, type Question, Questions } from './analysis/questions.ts';
export { withoutRepeats } from './analysis/report.ts';
export type { BlamePolicy } from './campaign/blame.ts';
export { type Allowance, type Budgets, eachAtMost, oneDeadline, unlimited } from './campaign/budgets.ts';
export type { ResultCache } from './campaign/cache.ts';
export { type CampaignOptions, type Checkpoints, campaign, runToEnd } from './campaign/campaign.ts';
export type * from './campaign/events.ts';
export * from './campaign/outcome.ts';
export { attached, type Detached, detached, withoutPlaces } from './campaign/places.ts';
export { inSlices, type SliceOptions } from './campaign/slices.ts';
export type * from './conform/answer.ts';
export { type ConformEvent, type ConformOptions, type ConformSubject, conform } from './conform/conform.ts';
export type * from './conform/event.ts';
export { type Added, type FollowedState, Following, type FollowOptions } from './conform/follow.ts';
export type { LogEntry, LogHeader, LogValue, SpanMapping } from './conform/log.ts';
export { isConstants, isLogs, type NamedLogs, namedLogsIn, nameOfLogs } from './conform/named.ts';
export type { Timing as LogTiming } from './conform/places.ts';
export { LogFollower, type LogMistake, type LogText, type ReadLogs, readLogs } from './conform/read.ts';
export { mapSpans, mistakeInMapping } from './conform/spans.ts';
export { timingFrom, type WrittenTiming } from './conform/timing.ts';
export { loggedRun, plainValue } from './conform/write.ts';
export {
  type BoundKind,
  type Check,
  type CheckOptions,
  type CheckStep,
  type Compress,
  checkModel,
  deepen,
  type Growth,
  type Multiplier,
  type NotSymmetric,
  type ObservedVariable,
  reduceFrom,
  startCheck,
  type Threads,
} from './explore/check/check.ts';
export { unknownAfter } from './explore/check/result.ts';
export { claimKey } from './explore/knowledge/knows.ts';
export { holdsOnLasso, type Owed } from './explore/liveness/lasso.ts';
export { boundNames } from './explore/machine/bounds.ts';
export { createCompiledMachine, Unsupported } from './explore/machine/compiled.ts';
export { createInterpretedMachine } from './explore/machine/interpreted.ts';
export type * from './explore/machine/machine.ts';
export { createHelper } from './explore/parallel/helper.ts';
export type { HelperMessage, HelperThread } from './explore/parallel/messages.ts';
export { noState } from './explore/search/finished.ts';
export { type Disk, DiskDamage, type DiskOptions, DiskRefusal, type PartFile } from './explore/states/disk.ts';
export type { Kept, Slot, Slots } from './explore/states/slot.ts';
export * from './model/bound-names.ts';
export { CRASH_MODES, comesBack } from './model/crash-modes.ts';
export { severs, withCut } from './model/cuts.ts';
export type { FairItem } from './model/fair-items.ts';
export { valueIn } from './model/interpreter/ask.ts';
export type { FalsePart } from './model/interpreter/false-parts.ts';
export { byzantineSets } from './model/interpreter/initial.ts';
export { type Inside, insideOf, type RanStatement, type Situation } from './model/interpreter/inside.ts';
export { evaluate, holdsIn, ModelErrorSignal, somethingDue } from './model/interpreter.ts';
export type * from './model/ir.ts';
export type * from './model/operators.ts';
export { operandsOf } from './model/operators.ts';
export { findPause, holdsPause, type Level } from './model/pauses.ts';
export { readsClock } from './model/read-clocks.ts';
export { choosesReading } from './model/readings.ts';
export { findRoutes, type Route } from './model/routes.ts';
export type * from './model/state.ts';
export { fits, mayEnd } from './model/symmetry/may-fail.ts';
export { cardinality, compareMessages, toSet, values } from './model/values.ts';
export { expressionsIn, statements } from './model/walk.ts';
export type { Watch } from './model/watch.ts';
export { type Ahead, answerQuestion, type Foreseen, type PointQuestion } from './provisos/ahead.ts';
export type * from './provisos/answer.ts';
export { type ClaimOutcome, type ClaimResult, type ClaimsEvent, type ClaimsOptions, checkClaims } from './provisos/claims.ts';
export { type Formula, fitNumber, type Inequality, isAsSimple } from './provisos/fit.ts';
export { type ProvisosEvent, type ProvisosOptions, provisos } from './provisos/provisos.ts';
export type { Refusal } from './provisos/refusal.ts';
export type * from './provisos/rung.ts';
export { isWithin, mostDown } from './provisos/rung.ts';
export { type Thresholds, type ThresholdsEvent, type ThresholdsOptions, thresholds } from './provisos/thresholds.ts';
export { type ForeignLasso, type ForeignStep, type NoLasso, retracedLasso } from './simulate/foreign-lasso.ts';
export { type ForeignRun, retraced, searched } from './simulate/retrace.ts';
export { type SimulationOptions, usualSimulation } from './simulate/simulation.ts';
export type * from './tests/answer.ts';
export { BEGIN } from './tests/cover.ts';
export type { Edge as PropertyEdge, Goal } from './tests/goals.ts';
export { type TestsEvent, type TestsOptions, testsOf } from './tests/tests.ts';
export type * from './verdict.ts';
export { RunCursor } from './whatif/cursor.ts';
export { type Allowed, type Enabled, type EnabledStep, enabledAfter, type Held } from './whatif/enabled.ts';
export { type Finding, type Shown, shownAfter, shownAlong } from './whatif/findings.ts';
export { heldBack } from './whatif/held-back.ts';
export { beginningOf, type Path, pathOf, runAlong, withStep } from './whatif/path.ts';
export { isRunRuledOut } from './whatif/ruled-out.ts';
export { type Start, type Starts, startsOf } from './whatif/starts.ts';
export type { Because, Declared, Waiting } from './whatif/waiting.ts';
