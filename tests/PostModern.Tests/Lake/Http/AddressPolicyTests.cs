using System.Net;
using PostModern.Arrow.Errors;
using PostModern.Lake.Http;

namespace PostModern.Tests.Lake.Http;

public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("127.0.0.1", "loopback")]
    [InlineData("127.1.2.3", "loopback")]
    [InlineData("0.0.0.0", "this network")]
    [InlineData("10.0.0.1", "private")]
    [InlineData("172.16.0.1", "private")]
    [InlineData("172.31.255.255", "private")]
    [InlineData("192.168.1.1", "private")]
    [InlineData("100.64.0.1", "carrier-grade NAT")]
    [InlineData("169.254.169.254", "link-local")]
    [InlineData("168.63.129.16", "metadata")]
    [InlineData("224.0.0.1", "multicast")]
    [InlineData("255.255.255.255", "reserved")]
    [InlineData("::1", "loopback")]
    [InlineData("::", "unspecified")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fd00:ec2::254", "unique-local")]
    [InlineData("ff02::1", "multicast")]
    [InlineData("::ffff:127.0.0.1", "loopback")]
    [InlineData("::ffff:169.254.169.254", "link-local")]
    [InlineData("::10.0.0.1", "private")]
    [InlineData("64:ff9b::a00:1", "private")]
    [InlineData("64:ff9b:1::1", "private NAT64")]
    [InlineData("2002:a00:1::", "private")]
    public void What_is_no_public_address_is_refused_and_named(string address, string kind)
    {
        var error = Assert.Throws<ServerException>(() => new AddressPolicy().CheckHost(address));
        Assert.Equal(ErrorCode.PermissionDenied, error.Code);
        Assert.Contains($"a {kind} address", error.Message, StringComparison.Ordinal);
        new AddressPolicy(allowPrivate: true).CheckHost(address);
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("64:ff9b::101:101")]
    [InlineData("::ffff:8.8.8.8")]
    public void A_public_address_is_asked(string address) => new AddressPolicy().CheckHost(address);

    [Theory]
    [InlineData("shop.example", true)]
    [InlineData("SHOP.example.", true)]
    [InlineData("img.cdn.example", true)]
    [InlineData("a.b.cdn.example", true)]
    [InlineData("cdn.example", false)]
    [InlineData("evilcdn.example", false)]
    [InlineData("shop.example.evil.example", false)]
    [InlineData("1.1.1.1", false)]
    public void With_a_list_of_hosts_no_others_are_asked(string host, bool isAllowed)
    {
        var policy = new AddressPolicy(hosts: ["shop.example", "*.cdn.example"]);
        if (isAllowed)
        {
            policy.CheckHost(host);
        }
        else
        {
            var error = Assert.Throws<ServerException>(() => policy.CheckHost(host));
            Assert.Contains($"--allow-host {host}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_listed_network_is_meant_though_it_is_private_and_a_listed_name_still_must_not_lead_there()
    {
        var networks = new AddressPolicy(hosts: ["10.1.0.0/16", "127.0.0.1"]);
        networks.CheckHost("10.1.2.3");
        Assert.Equal([IPAddress.Loopback], (await networks.ResolveAsync("localhost")).Where(a => a.Equals(IPAddress.Loopback)));
        Assert.Throws<ServerException>(() => networks.CheckHost("10.2.0.1"));
        Assert.Throws<ServerException>(() => networks.CheckHost("8.8.8.8"));

        var names = new AddressPolicy(hosts: ["localhost"]);
        var error = await Assert.ThrowsAsync<ServerException>(() => names.ResolveAsync("localhost"));
        Assert.Contains("a loopback address", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(await new AddressPolicy(allowPrivate: true, hosts: ["localhost"]).ResolveAsync("localhost"));
    }

    [Theory]
    [InlineData("https://shop.example")]
    [InlineData("shop.example/photos")]
    [InlineData("*")]
    [InlineData("")]
    public void What_names_no_host_is_refused_in_a_list(string entry)
    {
        var error = Assert.Throws<ServerException>(() => new AddressPolicy(hosts: [entry]));
        Assert.Contains("names no host", error.Message, StringComparison.Ordinal);
    }
}
