using PostModern.Testing;

namespace PostModern.Tests.Lake.Cache;

/// <summary>A test that needs PostgreSQL's programs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.IsInstalled ? null : "needs PostgreSQL 15 (Debian's postgresql-15)";
}
