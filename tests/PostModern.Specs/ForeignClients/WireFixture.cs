using System.Text.Json;
using PostModern.Specs.Hosting;

namespace PostModern.Specs.ForeignClients;

/// <summary>A server, and what bare HTTP/2 saw of it.</summary>
public sealed class WireFixture : IAsyncLifetime
{
    private SpecServer _server = null!;

    internal int Port => _server.Port;

    internal JsonElement Seen { get; private set; }

    public async Task InitializeAsync()
    {
        _server = await SpecServer.StartAsync();
        Seen = await NodeScript.RunAsync("wire.mjs", Port);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();
}
