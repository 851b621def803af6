# syntax=docker/dockerfile:1
# The server with everything it needs at run time: natives and default models, no Node and no SDK. See docs/docker.md.

# .NET 10 has no Debian images; "noble" is Ubuntu 24.04.
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
# The build takes native libraries and models from npm packages, so it needs Node 20 beside the SDK.
COPY --from=docker.io/library/node:20-bookworm-slim /usr/local/bin/node /usr/local/bin/node
COPY --from=docker.io/library/node:20-bookworm-slim /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages --mount=type=cache,target=/root/.npm \
    dotnet publish src/PostModern.Cli --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
COPY --from=build /app /app
# The warehouse is what is worth keeping; relative file patterns start in /data.
RUN install --directory --owner=$APP_UID --group=$APP_UID /warehouse /data
WORKDIR /data
USER $APP_UID
VOLUME /warehouse
EXPOSE 31337
# One statement goes the whole way: client, wire, engine.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["dotnet", "/app/postmodern.dll", "sql", "--connect", "127.0.0.1:31337", "SELECT 1"]
ENTRYPOINT ["dotnet", "/app/postmodern.dll"]
# Inside a container loopback reaches nobody, so it listens everywhere: publish the port to those who may log in, and to nobody else.
CMD ["serve", "--host", "0.0.0.0", "--port", "31337", "--warehouse", "/warehouse", "--files", "/data"]
