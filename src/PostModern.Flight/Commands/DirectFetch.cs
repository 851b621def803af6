namespace PostModern.Flight.Commands;

/// <summary>What our client and server agree on beyond Flight SQL: a statement's command, with its parameters, may itself be the ticket of DoGet, which spares GetFlightInfo.</summary>
public static class DirectFetch
{
    /// <summary>The header in the handshake's answer of a server that takes such tickets.</summary>
    public const string Header = "postmodern-direct-fetch";

    /// <summary>The trailer with the rows that a statement has changed, which is FlightInfo's total_records otherwise.</summary>
    public const string RowsTrailer = "postmodern-rows";
}
