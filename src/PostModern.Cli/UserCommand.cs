using System.CommandLine;
using PostModern.Server.Auth;
using Spectre.Console;

namespace PostModern.Cli;

/// <summary><c>postmodern user</c>: makes a line for the file of <c>serve --users</c>.</summary>
internal static class UserCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The user's name." };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { } value || !UserList.IsName(value))
            {
                result.AddError("A user's name isn't empty, has no colon and no spaces around it, and doesn't start with #.");
            }
        });
        var isToken = new Option<bool>("--token")
        {
            Description = "Make an API token instead, for a program; it is printed once, on standard error.",
        };
        var command = new Command("user", "Print a line for the file of 'serve --users'; the password comes from standard input.")
        {
            name,
            isToken,
        };
        command.SetAction((parsed, cancellation) => parsed.GetValue(isToken)
            ? PrintTokenAsync(parsed.GetValue(name)!)
            : PrintPasswordAsync(parsed.GetValue(name)!, cancellation));
        return command;
    }

    private static async Task<int> PrintTokenAsync(string name)
    {
        var token = ApiTokenHash.NewToken();
        Console.WriteLine($"{name}:{ApiTokenHash.Create(token)}");
        await Console.Error.WriteLineAsync($"The token of {name}, which can't be shown again: {token}");
        return 0;
    }

    private static async Task<int> PrintPasswordAsync(string name, CancellationToken cancellation)
    {
        var password = Console.IsInputRedirected ? await Console.In.ReadLineAsync(cancellation) : await AskAsync(name, cancellation);
        if (string.IsNullOrEmpty(password))
        {
            await Console.Error.WriteLineAsync("There is no password: give it on standard input, in one line.");
            return 2;
        }

        Console.WriteLine($"{name}:{PasswordHash.Create(password)}");
        return 0;
    }

    // The question goes to standard error, because the answer's line usually goes to a file.
    private static Task<string> AskAsync(string name, CancellationToken cancellation)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return new TextPrompt<string>($"Password of {Markup.Escape(name)}:").Secret(null).ShowAsync(console, cancellation);
    }
}
