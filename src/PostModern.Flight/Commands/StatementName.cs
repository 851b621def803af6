namespace PostModern.Flight.Commands;

/// <summary>Beyond Flight SQL: a client may name what its first poll starts, and cancel it by that name, without having had an answer.</summary>
public static class StatementName
{
    /// <summary>The header of PollFlightInfo and of CancelFlightInfo: a GUID of the client's, good within its session.</summary>
    public const string Header = "postmodern-statement";
}
