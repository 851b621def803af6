using System.CommandLine;
using PostModern.Cli;
using Spectre.Console;

// Text for a file or a pipe is as wide as it needs to be, within reason.
if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 160;
}

var root = new RootCommand("PostModern: SQL over files, models and versioned datasets, served as Arrow Flight SQL.")
{
    ServeCommand.Create(),
    SqlCommand.Create(),
    DemoCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
