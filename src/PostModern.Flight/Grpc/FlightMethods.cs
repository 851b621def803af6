namespace PostModern.Flight.Grpc;

/// <summary>The HTTP/2 paths of Flight's calls.</summary>
public static class FlightMethods
{
    public const string Service = "/arrow.flight.protocol.FlightService/";

    public const string Handshake = Service + nameof(Handshake);
    public const string ListFlights = Service + nameof(ListFlights);
    public const string GetFlightInfo = Service + nameof(GetFlightInfo);
    public const string PollFlightInfo = Service + nameof(PollFlightInfo);
    public const string GetSchema = Service + nameof(GetSchema);
    public const string DoGet = Service + nameof(DoGet);
    public const string DoPut = Service + nameof(DoPut);
    public const string DoExchange = Service + nameof(DoExchange);
    public const string DoAction = Service + nameof(DoAction);
    public const string ListActions = Service + nameof(ListActions);
}
