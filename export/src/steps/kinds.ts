/** Every kind of step, and what writes it. */
import type { StepLabel } from '#checker';
import type { Steps } from './actions.ts';
import { actions, messages, type RoleSteps, restarts, resumes, timers } from './nodes.ts';
import { clockSteps, corruptions, crashes, cuts, deliveries, heals, losses, stabilise, tick } from './world.ts';

interface Writes {
  /** steps of the nodes of a role */
  readonly role?: RoleSteps;
  /** steps of the world */
  readonly world?: (steps: Steps) => void;
}

const KINDS: Readonly<Record<StepLabel['kind'], Writes>> = {
  deliver: { role: messages, world: deliveries },
  // Those of a handler stand together.
  duplicate: { role: messages },
  lie: { role: messages },
  fire: { role: timers },
  resume: { role: resumes },
  act: { role: actions },
  restart: { role: restarts },
  tick: { world: tick },
  stabilise: { world: stabilise },
  crash: { world: crashes },
  lose: { world: losses },
  corrupt: { world: corruptions },
  cut: { world: cuts },
  heal: { world: heals },
  clock: { world: clockSteps },
};

export function allSteps(steps: Steps): void {
  const kinds = Object.values(KINDS);
  for (const role of steps.m.model.roles) {
    steps.m.section(role.name);
    for (const write of new Set(kinds.map((kind) => kind.role))) write?.(steps, role);
  }
  steps.m.section('The world');
  for (const write of new Set(kinds.map((kind) => kind.world))) write?.(steps);
}
