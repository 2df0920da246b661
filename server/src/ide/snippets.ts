/** Whole pieces of a file, with places to fill in, offered where such a piece may stand. */

export interface SnippetText {
  readonly label: string;
  /** what it stands directly in */
  readonly place: 'file' | 'system' | 'node' | 'assume';
  readonly detail: string;
  /** in the syntax of the protocol's snippets, but with `<1:Name>` for places to fill in */
  readonly body: string;
}

export const snippets: readonly SnippetText[] = [
  {
    label: 'system',
    place: 'file',
    detail: 'A whole specification: nodes, a property, an assumption set and a check',
    body: [
      '/// <1:What this shows.>',
      'system <2:Name> {',
      '  message <3:Request>',
      '  message <4:Response>',
      '',
      '  node <5:Client> {',
      '    waiting: bool = false',
      '',
      '    optional action ask when not waiting {',
      '      waiting = true',
      '      call asked = send $3 to <6:Server>',
      '    }',
      '    on $4 for asked { waiting = false }',
      '  }',
      '',
      '  node $6 {',
      '    on $3 { reply $4 }',
      '  }',
      '',
      '  safety InTime: $5.waiting leads to not $5.waiting within 2',
      '}',
      '',
      'assume <7:Fast> {',
      '  timing sync { delay <= 1, pause <= 0 }',
      '}',
      '',
      'check $7 { InTime holds }',
      '$0',
    ].join('\n'),
  },
  {
    label: 'node',
    place: 'system',
    detail: 'A node',
    body: ['node <1:Name> {', '  <2:value>: <3:0..3> = <4:0>', '', '  $0', '}'].join('\n'),
  },
  {
    label: 'durable',
    place: 'node',
    detail: 'A variable that is on disk, and what an empty disk holds of it',
    body: 'durable <1:name>: <2:bool> = <3:false> wiped <4:false>',
  },
  {
    label: 'on',
    place: 'node',
    detail: 'What happens when a message arrives',
    body: ['on <1:Message> from <2:sender> {', '  $0', '}'].join('\n'),
  },
  {
    label: 'action',
    place: 'node',
    detail: 'What a node does of itself, sooner or later',
    body: ['action <1:name> when <2:true> {', '  $0', '}'].join('\n'),
  },
  {
    label: 'optional',
    place: 'node',
    detail: 'What a node may do of itself, or never',
    body: ['optional action <1:name> when <2:true> {', '  $0', '}'].join('\n'),
  },
  {
    label: 'assume sync',
    place: 'file',
    detail: 'Bounds on delay, pause and drift that always hold',
    body: ['assume <1:Sync> {', '  timing sync { delay <= <2:1>, pause <= <3:0> }', '}'].join('\n'),
  },
  {
    label: 'assume partial',
    place: 'file',
    detail: 'Bounds that hold from some unknown moment on',
    body: [
      'assume <1:Partial> {',
      '  timing partial { eventually delay <= <2:1>, pause <= <3:0>; always drift <= 0 }',
      '  network { lossy until stable }',
      '}',
    ].join('\n'),
  },
  {
    label: 'assume async',
    place: 'file',
    detail: 'No bounds and no clock',
    body: ['assume <1:Async> {', '  timing async', '  network { lossy, duplicating, capacity <2:3> }', '}'].join('\n'),
  },
  {
    label: 'fault',
    place: 'assume',
    detail: 'Who may crash, and how',
    body: 'fault <1:Server> { <2|stop,recovery,amnesia,byzantine|>, up to <3:1> }',
  },
  { label: 'safety', place: 'system', detail: 'What is never wrong', body: 'safety <1:Name>: <2|always,never|> $0' },
  { label: 'liveness', place: 'system', detail: 'What comes about eventually', body: 'liveness <1:Name>: <2:p> leads to <0:q>' },
  { label: 'reachable', place: 'system', detail: 'What can come about', body: 'reachable <1:Name>: $0' },
  { label: 'scenario', place: 'system', detail: 'Steps that some run has in this order', body: 'scenario <1:Name> {\n  $0\n}' },
  {
    label: 'check',
    place: 'file',
    detail: 'Which properties are expected to hold under which assumptions',
    body: 'check <1:Assume> { <2:Property> <3|holds,violated|> }',
  },
  {
    label: 'check for',
    place: 'file',
    detail: 'The same for every value of a constant, with the threshold',
    body: 'check <1:Assume> for <2:N> in <3:1..4> { <4:Property> holds when $2 > <5:2> }',
  },
];

/** In the syntax of the protocol. */
export function snippetBody({ body }: SnippetText): string {
  return body.replaceAll(/<(\d+[:|][^>]*)>/g, (_, inside: string) => ['${', inside, '}'].join(''));
}
