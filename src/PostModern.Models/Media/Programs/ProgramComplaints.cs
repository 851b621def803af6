using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PostModern.Arrow.Errors;

namespace PostModern.Models.Media.Programs;

/// <summary>What a program says on standard error: the beginning is kept, the rest read and dropped.</summary>
internal sealed partial class ProgramComplaints
{
    private const int MostKept = 4096;
    private const int MostShown = 300;

    // Shells and prlimit report a signal like this.
    private const int SignalBase = 128;

    private readonly StringBuilder _text = new();

    public async Task ReadAsync(Stream pipe)
    {
        var buffer = new byte[MostKept];
        for (int read; (read = await pipe.ReadAsync(buffer)) > 0;)
        {
            if (_text.Length < MostKept)
            {
                _text.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
    }

    public ServerException ToError(string program, int exitCode, ProgramLimits limits) => exitCode > SignalBase
        ? new ServerException(ErrorCode.ResourceExhausted, string.Create(
            CultureInfo.InvariantCulture,
            $"{program} was ended by signal {exitCode - SignalBase}. It may take {limits.MemoryBytes} bytes of memory and {limits.Time.TotalSeconds} seconds. {Reason()}").TrimEnd())
        : new ServerException(ErrorCode.InvalidInput, $"{program} can't read it: {(Reason() is { Length: > 0 } reason ? reason : string.Create(CultureInfo.InvariantCulture, $"it ended with {exitCode} and said nothing"))}");

    /// <summary>The first line says what is wrong, later ones what follows from it; where the file lay is nobody's business.</summary>
    private string Reason()
    {
        var line = _text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "";
        var reason = Prefix().Replace(line, "");
        return reason.Length > MostShown ? reason[..MostShown] + "…" : reason;
    }

    [GeneratedRegex(@"^\[[^\]]* @ 0x[0-9a-f]+\] |(file:)?/proc/\d+/fd/\d+:? ?")]
    private static partial Regex Prefix();
}
