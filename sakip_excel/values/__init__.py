"""What people type into cells, understood: numbers, percents, marks, grades, codes, words."""
