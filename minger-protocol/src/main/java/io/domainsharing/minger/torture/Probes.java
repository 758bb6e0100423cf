// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.torture;

import io.domainsharing.minger.Digest;
import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.MingerQuery;
import io.domainsharing.minger.Nonce;
import io.domainsharing.minger.Proof;
import io.domainsharing.minger.ProofKeys;
import io.domainsharing.minger.torture.Probe.Rule;
import io.domainsharing.network.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Everything that a server is tried with: right queries, odd ones, and what is no query. */
final class Probes {
    /** An address that there is: with room or without. */
    private static final String THERE = "54";

    private static final String SILENCE = "";
    private static final int WRONG_MAC_DIGITS = 32;

    private final List<Probe> probes = new ArrayList<>();
    private final Mailbox existing;
    private final Mailbox missing;
    private final @Nullable Secret secret;
    private final String digest;

    private Probes(Mailbox existing, Mailbox missing, @Nullable Secret secret) {
        this.existing = existing;
        this.missing = missing;
        this.secret = secret;
        this.digest = digest(existing);
    }

    /**
     * All of them, in the order in which they are to be sent.
     *
     * @param secret the server's; null: it answers without
     */
    static List<Probe> about(Mailbox existing, Mailbox missing, @Nullable Secret secret) {
        Probes probes = new Probes(existing, missing, secret);
        probes.queries();
        probes.oddQueries();
        probes.malformedQueries();
        probes.noQueries();
        probes.credentials();
        probes.add("the address that exists, after all that", Rule.DRAFT, probes.existing + probes.digest, THERE);
        return List.copyOf(probes.probes);
    }

    private String digest(Mailbox mailbox) {
        return secret == null ? "" : " d=" + Digest.of(secret, mailbox).text();
    }

    private void add(String name, Rule rule, String datagram, String digits) {
        probes.add(new Probe(name, rule, datagram, existing.toString(), digits));
    }

    private void add(String name, Rule rule, Mailbox mailbox, String digits) {
        probes.add(new Probe(name, rule, mailbox + digest(mailbox), mailbox.toString(), digits));
    }

    private void queries() {
        add("an address that exists", Rule.DRAFT, existing, THERE);
        add("an address that does not exist", Rule.DRAFT, missing, "3");
        add(
                "the domain in other letters: the answer repeats them",
                Rule.ADVICE,
                Mailbox.parse(existing.localPart() + '@' + existing.domain().toUpperCase(Locale.ROOT)),
                THERE);
        add(
                "a quoted local part with a space",
                Rule.DRAFT,
                Mailbox.parse("\"no such user\"@" + existing.domain()),
                "345");
    }

    private void oddQueries() {
        add("CR LF at the end", Rule.ADVICE, existing + digest + "\r\n", THERE);
        add("NUL at the end", Rule.ADVICE, existing + digest + '\0', THERE);
        add("a tag that nobody knows", Rule.ADVICE, existing + digest + " x_1=abc", THERE);
    }

    private void malformedQueries() {
        add("a tag twice", Rule.DRAFT, existing + digest + " x=1 x=2", "0");
        add("a tag without a value", Rule.DRAFT, existing + digest + " x=", "0");
        add("a control character in a tag", Rule.DRAFT, existing + digest + " x=\u0001", "0");
        add("a letter beyond ASCII in a tag", Rule.DRAFT, existing + digest + " x=\u00e9", "0");
        String other = Digest.of(new Secret("some-other-secret"), existing).text();
        add("two digests", Rule.DRAFT, existing + " d=" + other + " d=" + other, "0");
        add("more than 1024 octets", Rule.ADVICE, existing + digest + " x=" + "a".repeat(1_024), "0");
        add("as much as fits into a datagram", Rule.ADVICE, padded(Probe.LARGEST), "0");
    }

    private String padded(int length) {
        String start = existing + digest + " x=";
        return start + "a".repeat(length - start.length());
    }

    private void noQueries() {
        add("no address", Rule.ADVICE, "nobody", SILENCE);
        add("an empty datagram", Rule.ADVICE, "", SILENCE);
        add("octets that are no text", Rule.ADVICE, "\u00ff\u00fe\0\u0001\u0002@\u0003", SILENCE);
    }

    private void credentials() {
        String wrong =
                " d=" + Digest.of(new Secret("some-other-secret"), existing).text();
        add("a digest by another secret", Rule.DRAFT, existing + wrong, secret == null ? "2" + THERE : "2");
        if (secret == null) {
            return;
        }
        add("no digest: refused, or the truth", Rule.DRAFT, existing.toString(), "2" + THERE);
        add("a digest as an older draft wrote it", Rule.ADVICE, existing + digest.replace(" d=", " "), THERE);
        Nonce nonce = Nonce.fresh(new SecureRandom());
        Proof proof = ProofKeys.of(secret).ofQuery(existing, nonce);
        add("a proof (docs/signed-minger.md)", Rule.ADVICE, proven(secret, proof), THERE);
        // One that knows no proofs answers as to any unknown tag.
        add("a wrong proof", Rule.ADVICE, proven(secret, new Proof(nonce, "0".repeat(WRONG_MAC_DIGITS))), "2" + THERE);
    }

    private String proven(Secret shared, Proof proof) {
        return new String(MingerQuery.proven(existing, shared, proof).toBytes(), StandardCharsets.ISO_8859_1);
    }
}
