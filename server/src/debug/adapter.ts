/**
 * The Debug Adapter Protocol over a run: what each request comes to. A node is a thread, its code, or where it is suspended, a frame. Nothing
 * here works out a state; the run was searched, and its replay is walked.
 */
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { plural } from '#report';
import type { ReadFiles } from '../host/host.ts';
import { type LaunchArguments, launchArguments, Refused } from './arguments.ts';
import { Breakpoints } from './breakpoints.ts';
import type { DebuggedRun } from './run.ts';
import { Scene } from './scene.ts';
import { fileToDebug, findRun } from './search.ts';
import { Stops } from './stops.ts';
import { type Bases, Views } from './views.ts';
import { type Position, start, Walk } from './walk.ts';

export interface DebugHost {
  readonly files: ReadFiles;
  /** milliseconds, monotonic */
  readonly now: () => number;
  /** lets in the requests that have arrived */
  readonly moment: () => Promise<unknown>;
  /** an event to the client */
  readonly send: (event: string, body: object) => void;
}

export interface Reply {
  readonly body?: object;
  /** once the client has its answer */
  readonly after?: () => void;
}

/** Requests of our own, for the list of steps: see `StepsAnswer`. */
export const STEPS = 'proviso/steps';
export const GO_TO = 'proviso/goTo';

export interface StepsAnswer {
  readonly steps: readonly StepListed[];
}
export interface StepListed {
  /** of the step, from 1; one more than there are is the end */
  readonly number: number;
  readonly text: string;
  /** it is next */
  readonly isHere: boolean;
}
export interface GoToArguments {
  readonly number: number;
}

interface Session {
  readonly run: DebuggedRun;
  readonly walk: Walk;
  readonly stops: Stops;
  readonly arguments: LaunchArguments;
}

type Handler = (args: never) => Reply | Promise<Reply>;

const capabilities: Dap.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsStepBack: true,
  supportsGotoTargetsRequest: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.'],
  supportsExceptionInfoRequest: true,
  supportsExceptionFilterOptions: true,
  supportsTerminateRequest: true,
  supportsCancelRequest: true,
  exceptionBreakpointFilters: [
    { filter: 'faults', label: 'Faults', description: 'Stop before each fault that an assumption allows: a crash, a loss, a pause' },
    {
      filter: 'condition',
      label: 'Becomes true',
      description: 'Stop where a condition about the whole system becomes true',
      supportsCondition: true,
      conditionDescription: 'such as `Client#1.token > Server.token`',
    },
  ],
};

/** Milliseconds between two reports of a search. */
const REPORT = 500;

export class DebugAdapter {
  readonly #host: DebugHost;
  #session: Session | null = null;
  #at: Position = start;
  /** the last moves went statement by statement, and so does the way back */
  #fine = false;
  #ended: string | null = null;
  #bases: Bases = { line: 1, column: 1 };
  #reportsProgress = false;
  #shown: Views | null = null;
  #targets: readonly Position[] = [];
  readonly #breakpoints: Breakpoints;

  constructor(host: DebugHost) {
    this.#host = host;
    this.#breakpoints = new Breakpoints(host.files);
  }

  /** Throws `Refused` with what to tell the person; anything else that is thrown is a fault of ours. */
  async request(command: string, args: unknown): Promise<Reply> {
    const handler: Handler | undefined = Object.hasOwn(this.#handlers, command) ? this.#handlers[command] : undefined;
    if (handler === undefined) throw new Refused(`The debugger of Proviso does not know the request \`${command}\`.`);
    return await handler((args ?? {}) as never);
  }

  /** The client is gone: whatever runs ends. */
  end(): void {
    this.#ended = 'The session has ended.';
  }

  readonly #handlers: Readonly<Record<string, Handler>> = {
    initialize: (args: Dap.InitializeRequestArguments) => this.#initialize(args),
    launch: (args: unknown) => this.#launch(args),
    attach: () => {
      throw new Refused('A run is searched, not attached to: use the request `launch`.');
    },
    configurationDone: () => this.#begin(),
    setBreakpoints: (args: Dap.SetBreakpointsArguments) => {
      return { body: { breakpoints: this.#breakpoints.set(args, this.#session?.stops ?? null, this.#bases) } };
    },
    setExceptionBreakpoints: (args: Dap.SetExceptionBreakpointsArguments) => {
      return { body: { breakpoints: this.#breakpoints.filter(args, this.#session?.stops ?? null) } };
    },
    threads: () => (this.#session === null ? { body: { threads: [] } } : this.#views().threads()),
    stackTrace: (args: Dap.StackTraceArguments) => this.#views().stackTrace(args),
    scopes: (args: Dap.ScopesArguments) => this.#views().scopes(args),
    variables: (args: Dap.VariablesArguments) => this.#views().variables(args),
    evaluate: (args: Dap.EvaluateArguments) => this.#views().evaluate(args),
    completions: (args: Dap.CompletionsArguments) => this.#views().completions(args),
    exceptionInfo: () => this.#exceptionInfo(),
    next: () => this.#moved(this.#fine && this.#at.inside !== null, ({ walk }) => walk.along(this.#at)),
    stepIn: () => this.#moved(true, ({ walk }) => walk.into(this.#at)),
    stepOut: () => this.#moved(false, ({ walk }) => walk.over(this.#at)),
    stepBack: () => this.#moved(this.#fine, ({ walk }) => walk.back(this.#at, this.#fine)),
    continue: () => this.#heldUp(({ walk }) => walk.after(this.#at), { allThreadsContinued: true }),
    reverseContinue: () => this.#heldUp(({ walk }) => walk.before(this.#at), {}),
    pause: () => ({ after: () => this.#stopped('pause') }),
    gotoTargets: (args: Dap.GotoTargetsArguments) => this.#gotoTargets(args),
    goto: (args: Dap.GotoArguments) => this.#goto(args),
    cancel: ({ progressId }: Dap.CancelArguments) => {
      if (progressId !== undefined) this.#ended ??= 'The search was cancelled.';
      return {};
    },
    terminate: () => this.#terminate(),
    disconnect: () => {
      this.end();
      return {};
    },
    [STEPS]: () => ({ body: this.#steps() }),
    [GO_TO]: ({ number }: GoToArguments) => this.#goTo(number),
  };

  // A session begins and ends

  #initialize({ linesStartAt1, columnsStartAt1, supportsProgressReporting }: Dap.InitializeRequestArguments): Reply {
    this.#bases = { line: linesStartAt1 === false ? 0 : 1, column: columnsStartAt1 === false ? 0 : 1 };
    this.#reportsProgress = supportsProgressReporting === true;
    return { body: capabilities };
  }

  async #launch(given: unknown): Promise<Reply> {
    if (this.#session !== null) throw new Refused('This session has its run already.');
    const wanted = launchArguments(given);
    const run = await this.#search(wanted);
    const walk = new Walk(run.counterexample.replay, run.stands);
    this.#session = { run, walk, stops: new Stops(run, walk), arguments: wanted };
    if (wanted.noDebug) {
      return {
        after: () => {
          this.#tell(run);
          this.#host.send('terminated', {});
        },
      };
    }
    const { breakpoints, refused } = this.#breakpoints.settle(this.#session.stops, this.#bases);
    return {
      after: () => {
        for (const breakpoint of breakpoints) this.#host.send('breakpoint', { reason: 'changed', breakpoint });
        if (refused !== null) this.#say(`Becomes true: ${refused}.`);
        this.#host.send('initialized', {});
      },
    };
  }

  async #search(wanted: LaunchArguments): Promise<DebuggedRun> {
    const { files, now, moment, send } = this.#host;
    const progressId = 'proviso';
    const begun = now();
    let [reported, shows] = [begun, false];
    try {
      const snapshot = await fileToDebug(wanted, files);
      for (const searching = findRun(wanted, snapshot, now); ; ) {
        const { done, value } = searching.next();
        if (done) return value;
        await moment();
        if (this.#ended !== null) throw new Refused(this.#ended);
        if (!this.#reportsProgress || now() - reported < REPORT) continue;
        reported = now();
        if (!shows) send('progressStart', { progressId, title: 'Proviso: looking for the run', cancellable: true });
        shows = true;
        send('progressUpdate', { progressId, message: plural(value.states, 'state') });
      }
    } finally {
      if (shows) send('progressEnd', { progressId });
    }
  }

  #begin(): Reply {
    const { run, walk, stops, arguments: wanted } = this.#going();
    return {
      after: () => {
        this.#tell(run);
        if (wanted.stopOnEntry) return this.#stopped('entry');
        if (stops.why(this.#at) !== null) return this.#stopped('breakpoint');
        this.#heldUp(() => walk.after(this.#at), {}).after?.();
      },
    };
  }

  #tell({ property, under, verdict, counterexample }: DebuggedRun): void {
    const { story, fair } = counterexample;
    this.#say(`${property} under ${under}: ${verdict.text}`);
    for (const line of [story, ...fair]) if (line !== '') this.#say(line);
  }

  #say(text: string): void {
    this.#host.send('output', { category: 'stdout', output: `${text}\n` });
  }

  #terminate(): Reply {
    this.end();
    return { after: () => this.#host.send('terminated', {}) };
  }

  #going(): Session {
    if (this.#session === null) throw new Refused('There is no run yet.');
    return this.#session;
  }

  // Moves

  #moved(fine: boolean, to: (session: Session) => Position): Reply {
    const target = to(this.#going());
    return { after: () => this.#go(target, 'step', fine) };
  }

  /** At the first of the positions that holds somebody up, or the last one. */
  #heldUp(positions: (session: Session) => Iterable<Position>, body: object): Reply {
    const session = this.#going();
    let [target, reason] = [this.#at, 'step'];
    const logged: string[] = [];
    for (const at of positions(session)) {
      target = at;
      logged.push(...session.stops.logged(at));
      const why = session.stops.why(at);
      if (why === null) continue;
      reason = why === 'fault' ? 'exception' : 'breakpoint';
      break;
    }
    const problems = session.stops.problems.splice(0);
    return {
      body,
      after: () => {
        for (const line of [...logged, ...problems]) this.#say(line);
        this.#go(target, reason);
      },
    };
  }

  #go(target: Position, reason: string, fine = target.inside !== null): void {
    this.#at = target;
    this.#fine = fine;
    this.#stopped(reason);
  }

  #stopped(reason: string): void {
    const { run, walk } = this.#going();
    this.#shown = null;
    const scene = this.#scene();
    const isBroken = scene.isEnd && run.verdict.status !== 'reached';
    this.#host.send('stopped', {
      reason: isBroken && reason !== 'goto' ? 'exception' : reason,
      description: this.#placeText(walk),
      ...(isBroken ? { text: this.#endText(run) } : {}),
      threadId: this.#views().threadOf(scene.active),
      allThreadsStopped: true,
    });
  }

  /** "before step 5 of 12", "in step 5 of 12, round 2 of the loop": short, since it stands beside the name of a node. */
  #placeText(walk: Walk): string {
    const { moment, inside, round } = this.#at;
    const step = walk.next(moment);
    if (step === null) return 'end of the run';
    const again = moment === walk.last ? ' again' : '';
    return `${inside === null ? 'before' : 'in'} step ${step + 1} of ${walk.last}${again}${round === 0 ? '' : `, round ${round + 1} of the loop`}`;
  }

  #endText({ property, verdict }: DebuggedRun): string {
    return verdict.status === 'error' ? `The model fails: ${verdict.reason}` : `${property} is ${verdict.status}`;
  }

  #exceptionInfo(): Reply {
    const { run } = this.#going();
    const isEnd = this.#scene().isEnd;
    const description = isEnd ? run.counterexample.story : 'A fault that an assumption allows.';
    return { body: { exceptionId: isEnd ? this.#endText(run) : 'Fault', description, breakMode: 'always' } };
  }

  #gotoTargets({ source, line }: Dap.GotoTargetsArguments): Reply {
    const { stops, run, walk } = this.#going();
    const file = this.#host.files.pathOf(source.path ?? '');
    this.#targets = stops.at({ file, line: line - this.#bases.line + 1 });
    const targets = this.#targets.map((at, id) => {
      const scene = new Scene(run, walk, at);
      return { id, label: scene.frame(scene.active).name, line };
    });
    return { body: { targets } };
  }

  #goto({ targetId }: Dap.GotoArguments): Reply {
    const target = this.#targets[targetId];
    if (target === undefined) throw new Refused('There is no such place to go to.');
    return { after: () => this.#go(target, 'goto') };
  }

  #steps(): StepsAnswer {
    const { run, walk } = this.#going();
    const { steps, replay } = run.counterexample;
    const next = walk.next(this.#at.moment);
    const listed = steps.flatMap(({ number, node, text }): StepListed[] => {
      return number === 0 ? [] : [{ number, text: `${node === null ? '' : `${node}: `}${text}`, isHere: next === number - 1 }];
    });
    const end = { number: replay.moments.length + 1, text: 'the end of the run', isHere: next === null };
    return { steps: [...listed, end] };
  }

  #goTo(number: unknown): Reply {
    const { walk } = this.#going();
    const isStep = typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= walk.last + 1;
    if (!isStep) throw new Refused(`There is no such step: the run has ${walk.last}.`);
    return { after: () => this.#go({ moment: number - 1, inside: null, round: 0 }, 'goto') };
  }

  /** Of where the walk is. */
  #views(): Views {
    const { run } = this.#going();
    this.#shown ??= new Views(run, this.#scene(), this.#bases);
    return this.#shown;
  }

  #scene(): Scene {
    const { run, walk } = this.#going();
    return new Scene(run, walk, this.#at);
  }
}
