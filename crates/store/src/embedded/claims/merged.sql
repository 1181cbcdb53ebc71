-- With the number, so that those merged into a person are found in order without a look at everybody.
DROP INDEX person_by_survivor;
CREATE INDEX person_by_survivor ON person (namespace, survivor, number);
