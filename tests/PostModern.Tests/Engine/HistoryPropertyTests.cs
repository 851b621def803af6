using System.Globalization;
using PostModern.Engine.Sessions;
using PostModern.Testing;

namespace PostModern.Tests.Engine;

/// <summary>Random changes of a dataset beside the same changes of rows kept in memory: every version reads back as it was.</summary>
public class HistoryPropertyTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private static readonly int s_operations = SlowFactAttribute.AreRun ? 200 : 25;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_version_reads_back_exactly(int seed)
    {
        await using var session = fixture.Engine.OpenSession();
        await using var other = fixture.Engine.OpenSession();
        var history = new RandomHistory($"history_{seed}", new Random(seed));
        await session.RunAsync($"CREATE TABLE {history.Name} (n BIGINT, t VARCHAR)");
        await history.NoteAsync(session);
        for (var i = 0; i < s_operations; i++)
        {
            var statements = history.Next();
            await Task.WhenAll(statements.Select((s, j) => (j == 0 ? session : other).RunAsync(s)));
            await history.NoteAsync(session);
        }

        Assert.True(history.Versions.Count > s_operations / 2);
        foreach (var (version, rows) in history.Versions)
        {
            var read = await other.RunAsync($"SELECT * FROM {history.Name} AS OF VERSION {version.ToString(CultureInfo.InvariantCulture)}");
            Assert.Equal((version, string.Join('\n', rows)), (version, string.Join('\n', read.Order(StringComparer.Ordinal))));
        }
    }

    private sealed class RandomHistory(string name, Random random)
    {
        private readonly List<string> _columns = ["n", "t"];
        private List<string?[]> _rows = [];
        private readonly Dictionary<long, (List<string> Columns, List<string?[]> Rows)> _past = [];
        private long _next;

        public string Name { get; } = name;

        /// <summary>The rows of each version, as text, in order.</summary>
        public SortedDictionary<long, List<string>> Versions { get; } = [];

        /// <summary>Remembers the present rows as the latest version's.</summary>
        public async Task NoteAsync(Session session)
        {
            var latest = long.Parse((await session.RunAsync($"SELECT max(version) FROM pm.versions('{Name}')"))[0], CultureInfo.InvariantCulture);
            if (Versions.TryAdd(latest, [.. _rows.Select(r => string.Join('|', r.Select(v => v ?? "NULL"))).Order(StringComparer.Ordinal)]))
            {
                _past[latest] = ([.. _columns], [.. _rows]);
            }
        }

        /// <summary>Does something to the rows in memory.</summary>
        /// <returns>The same as SQL; two statements run at once.</returns>
        public IReadOnlyList<string> Next() => random.Next(20) switch
        {
            < 6 => [Append()],
            < 9 => [Delete()],
            < 12 => [Update()],
            < 14 => [Merge()],
            14 when _columns.Count < 6 => [AddColumn()],
            15 when _columns.Count > 2 => [DropColumn()],
            16 => [$"OPTIMIZE {Name}"],
            17 when _past.Count > 5 => [Restore()],
            _ => [Append(), Append()],
        };

        private string Append()
        {
            var rows = Enumerable.Range(0, 1 + random.Next(5)).Select(_ => NewRow(_next++)).ToList();
            _rows = [.. _rows, .. rows];
            return $"INSERT INTO {Name} VALUES {string.Join(", ", rows.Select(r => $"({string.Join(", ", r.Select(Literal))})"))}";
        }

        private string Delete()
        {
            var (modulus, rest) = (3 + random.Next(9), random.Next(3));
            _rows = [.. _rows.Where(r => Number(r) % modulus != rest)];
            return $"DELETE FROM {Name} WHERE n % {modulus} = {rest}";
        }

        private string Update()
        {
            var (modulus, rest) = (2 + random.Next(9), random.Next(3));
            _rows = [.. _rows.Select(r => Number(r) % modulus == rest ? [r[0], r[1] + "u", .. r[2..]] : r)];
            return $"UPDATE {Name} SET t = concat(t, 'u') WHERE n % {modulus} = {rest}";
        }

        private string Merge()
        {
            var known = _rows.Count > 0 ? Number(_rows[random.Next(_rows.Count)]) : -1;
            var added = _next++;
            _rows = [.. _rows.Select(r => Number(r) == known ? [r[0], "merged", .. r[2..]] : r)];
            if (!_rows.Exists(r => Number(r) == known))
            {
                _rows.Add(Pad(known));
            }

            _rows.Add(Pad(added));
            return $"MERGE INTO {Name} AS h USING (VALUES ({known}), ({added})) AS s(n) ON h.n = s.n "
                + "WHEN MATCHED THEN UPDATE SET t = 'merged' WHEN NOT MATCHED THEN INSERT (n, t) VALUES (s.n, 'new')";
        }

        private string AddColumn()
        {
            var column = $"c{_next++}";
            _columns.Add(column);
            _rows = [.. _rows.Select(r => (string?[])[.. r, null])];
            return $"ALTER TABLE {Name} ADD COLUMN {column} INTEGER";
        }

        private string DropColumn()
        {
            var at = 2 + random.Next(_columns.Count - 2);
            var column = _columns[at];
            _columns.RemoveAt(at);
            _rows = [.. _rows.Select(r => (string?[])[.. r[..at], .. r[(at + 1)..]])];
            return $"ALTER TABLE {Name} DROP COLUMN {column}";
        }

        private string Restore()
        {
            var version = _past.Keys.ElementAt(random.Next(_past.Count));
            var (columns, rows) = _past[version];
            _columns.Clear();
            _columns.AddRange(columns);
            _rows = [.. rows];
            return $"RESTORE TABLE {Name} TO VERSION {version}";
        }

        private string?[] NewRow(long number) =>
            [Text(number), random.Next(4) == 0 ? null : $"t{random.Next(100)}", .. _columns.Skip(2).Select(_ => random.Next(3) == 0 ? null : Text(random.Next(50)))];

        private string?[] Pad(long number) => [Text(number), "new", .. _columns.Skip(2).Select(_ => (string?)null)];

        private static long Number(string?[] row) => long.Parse(row[0]!, CultureInfo.InvariantCulture);

        private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

        private static string Literal(string? value) => value is null ? "NULL" : $"'{value}'";
    }
}
