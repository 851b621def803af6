using System.CommandLine;
using PostModern.Arrow.Errors;
using PostModern.Cli;
using PostModern.Data;
using Spectre.Console;

// Text for a file or a pipe is plain, and as wide as it needs to be, within reason.
if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 160;
    AnsiConsole.Profile.Capabilities.Ansi = false;
}

var root = new RootCommand("PostModern: SQL over files, models and versioned datasets, served as Arrow Flight SQL.")
{
    ServeCommand.Create(),
    UserCommand.Create(),
    SqlCommand.Create(),
    DemoCommand.Create(),
    ModelsCommand.Create(),
    BenchCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception error) when (error is ServerException or PostModernException or IOException or UnauthorizedAccessException)
{
    // What a user can mend is a sentence; anything else is a bug, and its stack trace is wanted.
    await Console.Error.WriteLineAsync($"Error: {error.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
