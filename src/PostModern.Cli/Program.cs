using System.CommandLine;
using PostModern.Cli;

var root = new RootCommand("PostModern: SQL over files, models and versioned datasets, served as Arrow Flight SQL.")
{
    ServeCommand.Create(),
    SqlCommand.Create(),
    DemoCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
