namespace PostModern.Engine.Settings;

/// <summary>One option of a session: how it is read from text, and shown as text.</summary>
/// <param name="Name">As in SET and in Flight SQL's SetSessionOptions.</param>
/// <param name="Default">What RESET sets.</param>
/// <param name="Get">The present value.</param>
/// <param name="Set">Takes a value, or throws InvalidInput and says what would be right.</param>
internal sealed record SessionOption(
    string Name, string Default, Func<SessionOptions, string> Get, Action<SessionOptions, string> Set);
