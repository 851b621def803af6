using PostModern.Testing;

namespace PostModern.Tests.Lake.Cache;

/// <summary>A test that needs PostgreSQL's programs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute() : ConditionalFactAttribute(PostgresServer.IsInstalled ? null : "There is no PostgreSQL 15 (Debian's postgresql-15).");
