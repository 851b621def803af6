using System.Text;

namespace PostModern.Tests.Models.Tasks.Speech;

/// <summary>How far a transcript is from what was said.</summary>
internal static class WordErrors
{
    private static readonly string[] s_digits = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <summary>Words without case and punctuation; single digits are words, for nobody hears which way they are written.</summary>
    public static string[] Words(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text.ToLowerInvariant())
        {
            plain.Append(char.IsAsciiLetterOrDigit(c) ? c : c == '\'' ? "" : " ");
        }

        return [.. plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word is [>= '0' and <= '9'] ? s_digits[word[0] - '0'] : word)];
    }

    /// <summary>The least number of words to change, add and leave out.</summary>
    public static int Count(string[] said, string[] heard)
    {
        var costs = Enumerable.Range(0, heard.Length + 1).ToArray();
        for (var i = 1; i <= said.Length; i++)
        {
            var diagonal = costs[0];
            costs[0] = i;
            for (var j = 1; j <= heard.Length; j++)
            {
                var change = diagonal + (said[i - 1] == heard[j - 1] ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.Min(change, Math.Min(costs[j - 1], costs[j]) + 1);
            }
        }

        return costs[^1];
    }

    /// <summary>Errors a word that was said.</summary>
    public static double Rate(string said, string heard) => (double)Count(Words(said), Words(heard)) / Words(said).Length;
}
