// SPDX-License-Identifier: Apache-2.0
/** What the nodes of a site share in Redis, for those who run one: the few commands that it takes, over a plain socket. */
@NullMarked
package io.domainsharing.cluster.redis;

import org.jspecify.annotations.NullMarked;
