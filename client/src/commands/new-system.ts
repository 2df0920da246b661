/** Opens a small specification to begin with. */
import * as vscode from 'vscode';

export const newSystem = () => async (): Promise<void> => {
  const document = await vscode.workspace.openTextDocument({ language: 'proviso', content: EXAMPLE });
  await vscode.window.showTextDocument(document);
};

/** It holds, and breaks as soon as a message may be lost. */
const EXAMPLE = `/// A client that asks and a server that answers.
system Example {
  message Question
  message Answer

  node Client {
    waiting: bool = false
    optional action ask when not waiting {
      waiting = true
      call asked = send Question to Server
    }
    on Answer for asked { waiting = false }
  }

  node Server {
    on Question { reply Answer }
  }

  safety InTime: Client.waiting leads to not Client.waiting within 2
}

assume Fast {
  timing sync { delay <= 1, pause <= 0 }
}

check Fast { InTime holds }
`;
