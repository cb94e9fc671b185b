using Headrace.Server.Commands;
using Headrace.Server.Hosting;

InlineSockets.Enable();
if (CommandLineParser.TryParse(new CommandTable(), args, out Invocation? invocation, out string? fault)) return await invocation.Command.RunAsync(invocation).ConfigureAwait(false);
await Console.Error.WriteLineAsync($"headrace: {fault}").ConfigureAwait(false);
return ExitCodes.Usage;
