namespace Headrace.Server.Hosting;

/// <summary>The server cannot start as it was told to; the message is one line for the operator.</summary>
internal sealed class StartException(string message) : Exception(message);
