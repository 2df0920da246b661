/**
 * What a shell runs when Tab is pressed: it asks `proviso completion --words` and offers what that answers. The scripts know no verb
 * and no option, so they never lag behind.
 */
import type { Shell } from '../verbs/completion-spec.ts';

/** bash parts words at `=`, so they are put together again, and what is offered is cut after the last one. */
const bash = `# Completes the words after \`proviso\`: eval "$(proviso completion bash)"
_proviso() {
  local program=\${COMP_WORDS[0]/#\\~/$HOME} files=nothing joined=0 i word line base
  local -a words=()
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if ((\${#words[@]} > 0)) && [[ $word == =* || ( $joined == 1 && -n $word ) ]]; then
      words[\${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    if [[ $word == *= ]]; then joined=1; else joined=0; fi
  done
  word=\${words[\${#words[@]} - 1]}
  base=\${word##*=}
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :*) files=\${line#:} ;;
      *)
        line=\${line%%$'\\t'*}
        if [[ $word == *=* && $COMP_WORDBREAKS == *=* ]]; then line=\${line#"\${word%=*}="}; fi
        COMPREPLY+=("$line")
        ;;
    esac
  done < <("$program" completion --words -- "\${words[@]}" 2>/dev/null)
  [[ $files == nothing ]] && return
  compopt -o filenames 2>/dev/null
  while IFS= read -r line; do
    [[ -n $line ]] && COMPREPLY+=("$line")
  done < <(
    compgen -d -- "$base"
    case $files in
      specs) compgen -f -X '!*.proviso' -- "$base" ;;
      files) compgen -f -- "$base" ;;
    esac | while IFS= read -r line; do [[ -d $line ]] || printf '%s\\n' "$line"; done
  )
}
complete -F _proviso proviso
`;

const zsh = `#compdef proviso
# Completes the words after \`proviso\`: eval "$(proviso completion zsh)", after compinit
_proviso() {
  local files=nothing line
  local -a found
  for line in "\${(@f)$($words[1] completion --words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    case $line in
      :*) files=\${line#:} ;;
      *) found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done
  (( $#found )) && _describe proviso found
  [[ $files == nothing ]] && return
  compset -P '*='
  case $files in
    specs) _files -g '*.proviso(-.)' ;;
    files) _files ;;
    folders) _files -/ ;;
  esac
}
if [[ $funcstack[1] == _proviso ]]; then _proviso "$@"; else compdef _proviso proviso; fi
`;

const fish = `# Completes the words after \`proviso\`: proviso completion fish | source
function __proviso_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    for line in ($typed[1] completion --words -- $typed[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':nothing'
            case ':specs'
                __fish_complete_suffix .proviso
            case ':files'
                __fish_complete_path (string replace -r '^.*=' '' -- "$current")
            case ':folders'
                __fish_complete_directories (string replace -r '^.*=' '' -- "$current")
            case '*'
                echo $line
        end
    end
end
complete -c proviso -f -a '(__proviso_complete)'
`;

/** Where nothing is offered, PowerShell offers files by itself. */
const powershell = `# Completes the words after \`proviso\`: proviso completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName proviso -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $typed = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
    $before = @($typed | Select-Object -Skip 1)
    & $typed[0] completion --words '--' @before "$wordToComplete" 2>$null | Where-Object { $_ -notlike ':*' } | ForEach-Object {
        $word, $help = $_ -split "\`t", 2
        if (-not $help) { $help = $word }
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $help)
    }
}
`;

export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell };
