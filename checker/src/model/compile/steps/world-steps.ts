/** Steps of the world that are no faults: tick and stabilise. */
import { leastHorizon } from '../../layout.ts';
import { SOURCE, TARGET } from '../bases.ts';
import { mask, plus, readField, writeField } from '../memory/access.ts';
import { Code, type Unit } from '../unit.ts';
import { band, clockBound } from '../values/clocks.ts';
import { durationText, inForce, isExact, isOff, stableText } from '../values/timers.ts';
import { endCuts } from './cuts.ts';

/** tick(which): 1 only where no pause begins, 2 only where one does, 0 always. */
export function defineTick(unit: Unit): void {
  const { model, layout } = unit;
  const code = new Code(unit);
  code.line('begin();let cost=0;');
  for (const i of layout.nodes.keys()) {
    const late = layout.nodes[i].lateness;
    const bound = model.timing.pause[i];
    const force = inForce(unit, bound, SOURCE);
    const l = readField('S', '0', late);
    // whoever is late has something due
    code.line(`const l${i}=${l},d${i}=${l === '0' ? '' : `l${i}!==0?1:`}due_${i}(S,0,SB,sn);`);
    const greatest = force === '0' ? '1' : force === '1' ? String(bound!.max) : `(${force}?${bound!.max}:1)`;
    code.line(`const g${i}=${greatest};`);
    if (force !== '0') code.line(`if(${force}&&d${i}===1&&l${i}>=g${i})return;`);
    code.line(`if(d${i}===1&&l${i}===0&&g${i}>0)cost++;`);
  }
  code.line('if(which===1&&cost>0||which===2&&cost===0)return;');
  if (model.clocks.length > 0) {
    const least = model.clocks.find((c) => c.horizon === leastHorizon(model))!;
    const cut = unit.cut(`${least.name} until ${least.horizon}`);
    code.line(`if(${readField('S', '0', layout.time)}>=${least.horizon}){done(${cut},cost);return;}`);
  }
  code.line('copy();');
  for (const [i, node] of layout.nodes.entries()) {
    code.line(`if(d${i}===1&&l${i}<g${i}){`);
    writeField(code, 'T', '0', node.lateness, `(l${i}+1)`);
    code.line('}');
  }
  ageMessages(unit, code);
  countDown(unit, code);
  writeField(code, 'T', '0', layout.time, `(${readField('S', '0', layout.time)}+1)`);
  raiseFloors(unit, code);
  code.line('isTick=1;const r=commit();isTick=0;if(r===1){out.ticks++;keep(cost);}else ended(r,cost);');
  unit.define('tick', 'which', code);
}

/** Arrived messages to down nodes vanish; others get older, as far as a bound in force counts. */
function ageMessages(unit: Unit, code: Code): void {
  const { bag, nodes } = unit.layout;
  const { delay } = unit.model.timing;
  if (bag.capacity === 0 || delay.every((b) => b === null)) return;
  const kw = bag.slotWords;
  const table = (stable: boolean) => unit.constant(Int32Array.from(delay, (b) => (b !== null && (b.always || stable) ? b.max : -1)));
  const bounds = `(${stableText(unit, SOURCE)}?${table(true)}:${table(false)})`;
  const begin = unit.packedBag ? `let m=0,last=${mask(bag.slotBits)},ordered=1;` : 'tn=0;';
  code.line(`if(sn>0){const D=${bounds};load(-1);${begin}for(let i=0;i<sn*${kw};i+=${kw}){`);
  code.line(`const to=TO[${readField('SB', 'i', bag.tag)}],d=D[to],g=${readField('SB', 'i', bag.age)};`);
  const down = nodes.flatMap((n, i) => (n.status.bits === 0 ? [] : [`to===${i}&&${readField('S', '0', n.status)}!==0`]));
  if (down.length > 0) code.line(`if(d>=0&&g===d&&(${down.join('||')}))continue;`);
  const rest = Array.from({ length: kw - 1 }, (_, w) => `,SB[i+${w + 1}]`).join('');
  const older = bag.age.bits === 0 ? '0' : `(d>g?${2 ** bag.age.shift}:0)`;
  if (unit.packedBag) code.line(`const x=SB[i]+${older};if(x>last)ordered=0;last=x;XB[m++]=x;}if(ordered===1)packRun(m);else packAll(m);}`);
  else code.line(`insert(SB[i]+${older}${rest});}}`);
}

function countDown(unit: Unit, code: Code): void {
  for (const node of unit.layout.nodes) {
    for (const t of node.timers.flat()) {
      if (t.durations.length === 0) continue;
      const v = readField('T', '0', t.value);
      if (t.compact) {
        code.line(`if(${v}>1){`);
        writeField(code, 'T', '0', t.value, `(${v}-1)`);
        code.line('}');
        continue;
      }
      code.line(`if(!${isOff(t, TARGET)}){`);
      if (t.loose) {
        code.line(`if(!${isExact(t, TARGET) === '0' ? 'false' : isExact(t, TARGET)}){`);
        writeField(code, 'T', '0', t.ripe, '1');
        if (t.value.bits > 0) {
          code.line(`if(${v}>1){`);
          writeField(code, 'T', '0', t.value, `(${v}-1)`);
          code.line('}');
        }
        code.line('}else{');
      }
      if (t.exact) {
        code.line(`if(${v}>0){`);
        writeField(code, 'T', '0', t.value, `(${v}-1)`);
        code.line('}');
      }
      code.line(t.loose ? '}}' : '}');
    }
  }
}

/** No clock is behind its band. A node that is not up has no start that a monotonic clock could count from. */
function raiseFloors(unit: Unit, code: Code): void {
  for (const [i, node] of unit.layout.nodes.entries()) {
    for (const [c, f] of node.clocks.entries()) {
      if (f.bits === 0 || clockBound(unit.model, i, c) === null) continue;
      const counts = unit.model.clocks[c].monotonic && node.status.bits > 0;
      if (counts) code.line(`if(${readField('T', '0', node.status)}===0){`);
      const { low } = band(unit, i, c, TARGET);
      writeField(code, 'T', '0', f, `Math.max(${readField('T', '0', f)},${low})`);
      if (counts) code.line('}');
    }
  }
}

/** stabilise(): what is eventual comes into force, faults until then end. */
export function defineStabilise(unit: Unit): void {
  const { model, layout } = unit;
  const { timing } = model;
  const code = new Code(unit);
  code.line('begin();copy();');
  writeField(code, 'T', '0', layout.stable, '1');
  resetAges(unit, code);
  for (const [i, node] of layout.nodes.entries()) {
    if (timing.pause[i] !== null && !timing.pause[i]!.always) writeField(code, 'T', '0', node.lateness, '0');
    const drift = timing.drift[i];
    if (drift === null || drift.always) continue;
    for (const t of node.timers.flat()) {
      if (t.durations.length === 0) continue;
      code.line(`if(!${isOff(t, TARGET)}&&!${isExact(t, TARGET)}){`);
      writeField(code, 'T', '0', t.value, plus(durationText(unit, t, TARGET), drift.max + 1));
      code.line('}');
    }
  }
  endCuts(unit, code);
  if (model.clockSteps?.untilStable) for (const f of layout.nodes.flatMap(({ offsets }) => offsets)) writeField(code, 'T', '0', f, '0');
  raiseFloors(unit, code);
  code.line('done(commit(),0);');
  unit.define('stabilise', '', code);
}

function resetAges(unit: Unit, code: Code): void {
  const { bag } = unit.layout;
  const { delay } = unit.model.timing;
  if (bag.age.bits === 0 || !delay.some((b) => b !== null && !b.always)) return;
  const eventual = unit.constant(delay.map((b) => b !== null && !b.always));
  const kw = bag.slotWords;
  code.line(
    `load(-1);${unit.packedBag ? 'spread();' : ''}for(let i=0;i<tn*${kw};i+=${kw})if(${eventual}[TO[${readField('TB', 'i', bag.tag)}]]){`,
  );
  writeField(code, 'TB', 'i', bag.age, '0');
  code.line(unit.model.network.fifo ? '}' : '}rebuild();');
}
