// Command line: positional arguments, --name value, and --flag before another option or the end.
export function parseArguments(argv = process.argv.slice(2)) {
  const options = {}, positional = [];
  for (let i = 0; i < argv.length; i++) {
    if (!argv[i].startsWith('--')) positional.push(argv[i]);
    else options[argv[i].slice(2)] = i + 1 < argv.length && !argv[i + 1].startsWith('--') ? argv[++i] : true;
  }
  return { positional, options };
}
