// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import java.net.IDN;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.james.core.Domain;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Asks by dnsjava, James's own DNS library, which follows CNAMEs and goes over to TCP where an answer is cut. James's
 * DNSService would tell neither preference nor TTL. Answers are kept for their TTL, at most an hour. Thread-safe.
 */
public final class DnsMxLookup implements MxLookup {
    /** For how long an answer is kept at most. */
    static final Duration LONGEST_TTL = Duration.ofHours(1);

    private static final Duration NEGATIVE_TTL = Duration.ofSeconds(5);
    private static final int MOST_KEPT = 10_000;
    /** What MX records hold besides, such as escaped octets or colons, is no host that a mail could be sent to. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

    private final Supplier<Resolver> resolver;
    private final Cache cache = new Cache(DClass.IN);

    private DnsMxLookup(Supplier<Resolver> resolver) {
        this.resolver = resolver;
        cache.setMaxEntries(MOST_KEPT);
        cache.setMaxCache(Math.toIntExact(LONGEST_TTL.toSeconds()));
        cache.setMaxNCache(Math.toIntExact(NEGATIVE_TTL.toSeconds()));
    }

    /** The servers of {@code dnsservice.xml}: James makes them dnsjava's default when it starts, unless told otherwise. */
    public static DnsMxLookup ofJames() {
        return new DnsMxLookup(Lookup::getDefaultResolver);
    }

    /** These servers, the next one where one does not answer. */
    public static DnsMxLookup of(List<InetSocketAddress> servers) {
        List<Resolver> each =
                servers.stream().<Resolver>map(SimpleResolver::new).toList();
        Resolver resolver = new ExtendedResolver(each);
        return new DnsMxLookup(() -> resolver);
    }

    @Override
    public CompletionStage<MxAnswer> of(Domain domain) {
        Name name;
        try {
            name = Name.fromString(IDN.toASCII(domain.asString()), Name.root);
        } catch (TextParseException | IllegalArgumentException e) {
            return CompletableFuture.completedStage(new MxAnswer.NoHosts());
        }
        return ask(name, Type.MX, DnsMxLookup::hosts)
                .thenCompose(answer -> answer.isNothing() ? implicit(name) : answer.stage());
    }

    // RFC 5321 section 5.1: a domain without MX records is its own only one, of preference 0.
    private CompletionStage<MxAnswer> implicit(Name name) {
        Function<List<Record>, MxAnswer> itself =
                records -> new MxAnswer.Hosts(List.of(new MxHost(0, name.toString())), ttl(records));
        return ask(name, Type.A, itself)
                .thenCompose(
                        v4 -> v4.isNothing() ? ask(name, Type.AAAA, itself).thenCompose(Outcome::stage) : v4.stage());
    }

    /** @param isNothing the name exists and has no record of this type */
    private record Outcome(MxAnswer answer, boolean isNothing) {
        CompletionStage<MxAnswer> stage() {
            return CompletableFuture.completedStage(answer);
        }
    }

    private CompletionStage<Outcome> ask(Name name, int type, Function<List<Record>, MxAnswer> read) {
        return LookupSession.builder()
                .resolver(resolver.get())
                .cache(cache)
                .build()
                .lookupAsync(name, type)
                .handle((result, failure) -> {
                    if (failure != null) {
                        return failed(name, failure);
                    }
                    List<Record> records = result.getRecords();
                    return records.isEmpty() ? nothing() : new Outcome(read.apply(records), false);
                });
    }

    private static Outcome nothing() {
        return new Outcome(new MxAnswer.NoHosts(), true);
    }

    private static Outcome failed(Name name, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NoSuchRRSetException) {
            return nothing();
        }
        return cause instanceof NoSuchDomainException
                ? new Outcome(new MxAnswer.NoHosts(), false)
                : new Outcome(new MxAnswer.NoAnswer("DNS does not tell about " + name + ": " + cause), false);
    }

    static MxAnswer hosts(List<Record> records) {
        Map<String, MxHost> best = new LinkedHashMap<>();
        records.stream()
                .map(MXRecord.class::cast)
                .filter(mx -> HOST.matcher(mx.getTarget().toString(true)).matches())
                .map(mx -> new MxHost(mx.getPriority(), mx.getTarget().toString(true)))
                .sorted(MxHost.BEST_FIRST)
                .forEach(host -> best.putIfAbsent(host.name(), host));
        if (!best.isEmpty()) {
            return new MxAnswer.Hosts(List.copyOf(best.values()), ttl(records));
        }
        boolean isNull = records.stream().map(MXRecord.class::cast).allMatch(mx -> mx.getTarget()
                .equals(Name.root));
        return isNull
                ? new MxAnswer.NoMail(ttl(records))
                : new MxAnswer.NoAnswer("its MX records hold no name of a host");
    }

    private static Duration ttl(List<Record> records) {
        return records.stream()
                .map(record -> Duration.ofSeconds(record.getTTL()))
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
