// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which mails have brought, or are bringing, one post to one recipient. Immutable.
 *
 * @param since when the first of them came, in seconds since 1970
 */
record Claims(long since, List<Claim> all) {
    Claims {
        all = List.copyOf(all);
    }

    /** One mail delivers the post as one of that list. Both are hashes. */
    record Claim(long list, long mail) {}

    /**
     * The claims after that mail has come.
     *
     * @param lists not empty
     */
    static Claims after(@Nullable Claims before, long now, Set<Long> lists, long mail) {
        List<Claim> claims = before == null ? new ArrayList<>() : new ArrayList<>(before.all);
        // What is dropped leaves its lists with the mail that is delivered: one of them may bring a third copy.
        long holder = before == null || before.isFirst(lists, mail) ? mail : before.holderOf(lists);
        Set<Long> claimed = claims.stream().map(Claim::list).collect(Collectors.toSet());
        for (long list : lists) {
            if (!claimed.contains(list)) {
                claims.add(new Claim(list, holder));
            }
        }
        return new Claims(before == null ? now : before.since, claims);
    }

    /** Whether no other mail has brought the post as one of these lists, or this very mail has. */
    boolean isFirst(Set<Long> lists, long mail) {
        List<Claim> same =
                all.stream().filter(claim -> lists.contains(claim.list)).toList();
        return same.isEmpty() || same.stream().anyMatch(claim -> claim.mail == mail);
    }

    private long holderOf(Set<Long> lists) {
        return all.stream()
                .filter(claim -> lists.contains(claim.list))
                .findFirst()
                .orElseThrow()
                .mail;
    }

    /** As it is written down: numbers, {@code since} first, then list and mail of each claim. */
    String text() {
        StringBuilder text = new StringBuilder().append(since);
        for (Claim claim : all) {
            text.append(' ').append(Long.toHexString(claim.list)).append(' ').append(Long.toHexString(claim.mail));
        }
        return text.toString();
    }

    /**
     * Reads what {@link #text} has written.
     *
     * @throws IllegalArgumentException it has not
     */
    static Claims parse(String text) {
        String[] fields = text.split(" ", -1);
        if (fields.length % 2 == 0) {
            throw new IllegalArgumentException("a list without a mail");
        }
        List<Claim> claims = new ArrayList<>();
        for (int i = 1; i < fields.length; i += 2) {
            claims.add(new Claim(Long.parseUnsignedLong(fields[i], 16), Long.parseUnsignedLong(fields[i + 1], 16)));
        }
        return new Claims(Long.parseLong(fields[0]), claims);
    }
}
