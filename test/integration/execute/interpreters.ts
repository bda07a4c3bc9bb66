/** The Pythons of these tests. */

/** Plain Python without packages: what a user without anything has. */
export const PYTHON = '/usr/bin/python3';
