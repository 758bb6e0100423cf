// SPDX-License-Identifier: Apache-2.0
/**
 * What it costs: JMH benchmarks, and load on real James servers beside their references. Loopback only; bounded in count
 * and time; run by {@code benchmarks/run}, never by a test.
 */
@NullMarked
package io.domainsharing.benchmarks;

import org.jspecify.annotations.NullMarked;
