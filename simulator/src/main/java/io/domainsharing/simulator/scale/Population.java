// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator.scale;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * All addresses of all sites, by number: the site of an address is its number modulo the number of sites, so that nothing has to be held
 * for those that were there in the beginning. One thread.
 */
final class Population {
    static final String DOMAIN = "example.com";
    private static final String PREFIX = "user.";
    private static final int DIGITS = 9;

    private final int sites;
    private final int initial;
    private final int[] created;
    private final int[] removed;
    private final Set<Integer> gone = new HashSet<>();

    Population(int sites, int each) {
        this.sites = sites;
        this.initial = Math.multiplyExact(sites, each);
        this.created = new int[sites];
        this.removed = new int[sites];
    }

    /** The spelling of that number. */
    static String addressOf(int number) {
        String digits = Integer.toString(number);
        return PREFIX + "0".repeat(DIGITS - digits.length()) + digits + '@' + DOMAIN;
    }

    /** The number of an address; -1: no site ever has it. */
    static int numberOf(String address) {
        String spelling = address.toLowerCase(Locale.ROOT);
        return spelling.startsWith(PREFIX)
                ? Integer.parseInt(spelling.substring(PREFIX.length(), PREFIX.length() + DIGITS))
                : -1;
    }

    /** How many each site had in the beginning. */
    int each() {
        return initial / sites;
    }

    /** One that the site had in the beginning. */
    int number(int site, int index) {
        return index * sites + site;
    }

    int siteOf(int number) {
        return number % sites;
    }

    /** Whether some site has it now. */
    boolean exists(int number) {
        return number >= 0
                && (number < initial ? !gone.contains(number) : (number - initial) / sites < created[siteOf(number)]);
    }

    /** The number that the site's next address will have. */
    int next(int site) {
        return initial + created[site] * sites + site;
    }

    /** The site has a new address. */
    void create(int site) {
        created[site]++;
    }

    /** The site's latest address; -1: it has had no new one. */
    int latest(int site) {
        return created[site] == 0 ? -1 : next(site) - sites;
    }

    /** The site loses the first of those that it had in the beginning and still has. */
    int remove(int site) {
        int number = number(site, removed[site]++);
        gone.add(number);
        return number;
    }
}
