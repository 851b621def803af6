using System.Data;

namespace PostModern.Data;

/// <summary>What a command's text may be.</summary>
internal static class CommandTypes
{
    /// <exception cref="NotSupportedException">It isn't <see cref="CommandType.Text"/>.</exception>
    public static void Check(CommandType type)
    {
        if (type != CommandType.Text)
        {
            throw new NotSupportedException($"CommandType.{type} is not supported: there are no stored procedures; use CommandType.Text.");
        }
    }
}
